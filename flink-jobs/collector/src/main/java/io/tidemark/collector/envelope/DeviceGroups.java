package io.tidemark.collector.envelope;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of one request by the device that they are of. */
final class DeviceGroups {
    private static final int NONE = -1;

    private final int[] groupOf;
    private final List<byte[]> keys = new ArrayList<>(1);
    private final Map<ByteBuffer, Integer> byKey = new HashMap<>();
    private int[] sizes = new int[4];
    private int newest = NONE;

    /** For so many events. */
    DeviceGroups(int events) {
        groupOf = new int[events];
        Arrays.fill(groupOf, NONE);
    }

    /** Notes that an event is of a device. */
    void add(int event, byte[] key) {
        // Most requests are of one device, and most others send each device's events together.
        if (newest == NONE || !Arrays.equals(keys.get(newest), key)) {
            newest = group(key);
        }
        groupOf[event] = newest;
        sizes[newest]++;
    }

    /** How many devices there are. */
    int count() {
        return keys.size();
    }

    byte[] key(int group) {
        return keys.get(group);
    }

    /** How many events a device has. */
    int size(int group) {
        return sizes[group];
    }

    /** The events of a device, in their order. */
    List<Integer> events(int group) {
        List<Integer> events = new ArrayList<>(sizes[group]);
        for (int event = 0; event < groupOf.length; event++) {
            if (groupOf[event] == group) {
                events.add(event);
            }
        }
        return events;
    }

    private int group(byte[] key) {
        int next = keys.size();
        Integer known = byKey.putIfAbsent(ByteBuffer.wrap(key), next);
        if (known != null) {
            return known;
        }
        keys.add(key);
        if (next == sizes.length) {
            sizes = Arrays.copyOf(sizes, next * 2);
        }
        return next;
    }
}
