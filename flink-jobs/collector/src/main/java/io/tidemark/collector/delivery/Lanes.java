package io.tidemark.collector.delivery;

import io.tidemark.collector.delivery.Item.Direct;
import io.tidemark.collector.record.CollectedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * For each lane how many of its events are in the spool, or are being appended to it, and which are held back until those
 * are in the log. A lane has some of the devices; one that is not empty must go through the spool. For one thread.
 *
 * <p>Without holding back, a lane with steady traffic would go through the spool for ever after one failure, as its next
 * event always comes before the one in the spool is acknowledged.
 */
class Lanes {
    /** How many lanes there are. */
    static final int COUNT = 256;

    private final int[] spooled = new int[COUNT];
    private final List<Deque<Direct>> held = new ArrayList<>();
    private long total;
    private int heldCount;

    Lanes() {
        for (int i = 0; i < COUNT; i++) {
            held.add(new ArrayDeque<>(0));
        }
    }

    /** The lane of an event: by its key, and without one by its value. */
    static int of(CollectedEvent event) {
        int hash = Arrays.hashCode(event.key().length == 0 ? event.value() : event.key()) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Byte.SIZE);
    }

    /** Whether an event of the lane would overtake another one if it were sent directly. */
    boolean isBehind(int lane) {
        return spooled[lane] > 0;
    }

    /** How many events of all lanes are in the spool, or are being appended to it. */
    long total() {
        return total;
    }

    /** Counts an event that goes to the spool. */
    void add(int lane) {
        spooled[lane]++;
        total++;
    }

    /** Counts one that did not get into the spool after all, or is acknowledged. */
    void remove(int lane) {
        if (spooled[lane] > 0) {
            spooled[lane]--;
            total--;
        }
    }

    /** Counts nothing any more: the spool has nothing. */
    void clear() {
        Arrays.fill(spooled, 0);
        total = 0;
    }

    /** Holds an event back until the lane has nothing in the spool. */
    void hold(Direct item) {
        held.get(item.lane).add(item);
        heldCount++;
    }

    /** Whether events of the lane are held back: then later ones have to be, too. */
    boolean holds(int lane) {
        return heldCount > 0 && !held.get(lane).isEmpty();
    }

    /** Whether events are held back. */
    boolean holdsAny() {
        return heldCount > 0;
    }

    /** Takes the events of a lane that are held back, in their order. */
    List<Direct> release(int lane) {
        Deque<Direct> items = held.get(lane);
        heldCount -= items.size();
        List<Direct> released = List.copyOf(items);
        items.clear();
        return released;
    }

    /** Takes all events that are held back, those of each lane in their order. */
    List<Direct> releaseAll() {
        List<Direct> all = new ArrayList<>();
        for (int lane = 0; lane < COUNT && heldCount > 0; lane++) {
            all.addAll(release(lane));
        }
        return all;
    }
}
