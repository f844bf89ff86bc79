package io.tidemark.collector.delivery;

import io.tidemark.collector.record.CollectedEvent;
import java.util.Arrays;

/**
 * For each lane how many of its events are in the spool, or are being appended to it. A lane has some of the devices;
 * one that is not empty must go through the spool. For one thread.
 */
class Lanes {
    /** How many lanes there are. */
    static final int COUNT = 256;

    private final int[] spooled = new int[COUNT];

    /** The lane of an event: by its key, and without one by its value. */
    static int of(CollectedEvent event) {
        int hash = Arrays.hashCode(event.key().length == 0 ? event.value() : event.key()) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Byte.SIZE);
    }

    /** Whether an event of the lane would overtake another one if it were sent directly. */
    boolean isBehind(int lane) {
        return spooled[lane] > 0;
    }

    /** Counts an event that goes to the spool. */
    void add(int lane) {
        spooled[lane]++;
    }

    /** Counts one that did not get into the spool after all, or is acknowledged. */
    void remove(int lane) {
        spooled[lane] = Math.max(0, spooled[lane] - 1);
    }

    /** Counts nothing any more: the spool has nothing. */
    void clear() {
        Arrays.fill(spooled, 0);
    }
}
