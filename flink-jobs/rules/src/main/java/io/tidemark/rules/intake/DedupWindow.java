package io.tidemark.rules.intake;

import io.tidemark.rules.event.LogPosition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first sightings of insert keys, oldest first, as a value of packed numbers. What it forgets it forgets by the
 * times of the events that it is told, never by a clock. A value never changes; one that grows by a sighting shares its
 * beginning with the one that it grew from, so that a burst of events copies nothing. For one thread.
 */
public final class DedupWindow {
    /** Nothing remembered. */
    public static final DedupWindow NONE = new DedupWindow(new Shared(new long[0], 0), 0);

    /** Numbers a sighting takes: key (2), server received time, latest clock, offset, epoch and partition. */
    public static final int WIDTH = 6;

    private static final int RECEIVED = 2;
    private static final int CLOCK = 3;
    private static final int OFFSET = 4;
    private static final int LOG = 5;

    private static final int ROOM_FOR = 4;

    /** Numbers that several values share: each reads its own beginning of them, and only the longest may add to them. */
    private static final class Shared {
        private final long[] numbers;
        private int used;

        Shared(long[] numbers, int used) {
            this.numbers = numbers;
            this.used = used;
        }
    }

    private final Shared shared;
    private final int length;

    private DedupWindow(Shared shared, int length) {
        this.shared = shared;
        this.length = length;
    }

    /** Takes what {@link #packed} gave. */
    public static DedupWindow ofPacked(long[] packed) {
        return packed.length == 0 ? NONE : new DedupWindow(new Shared(packed, packed.length), packed.length);
    }

    /** The sightings as numbers, for writing them down: {@link #WIDTH} a sighting. */
    public long[] packed() {
        return Arrays.copyOf(shared.numbers, length);
    }

    /** How many sightings are remembered. */
    public int size() {
        return length / WIDTH;
    }

    /** The key's first sighting that is still remembered, or null. */
    public @Nullable DedupEntry find(InsertKey key) {
        int at = indexOf(key);
        return at < 0 ? null : sighting(at);
    }

    private int indexOf(InsertKey key) {
        long[] numbers = shared.numbers;
        for (int at = 0; at < length; at += WIDTH) {
            if (numbers[at] == key.high() && numbers[at + 1] == key.low()) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Remembers a sighting, in the place of an older one of the same key, and forgets all that both clocks have
     * left behind.
     *
     * @param evictBefore ms since the epoch: what has no later {@link DedupEntry#latestClock} is evicted
     */
    public DedupWindow with(InsertKey key, DedupEntry sighting, long evictBefore) {
        DedupWindow kept = without(key, evictBefore);
        Shared target = kept.shared;
        if (target.used != kept.length || target.numbers.length - kept.length < WIDTH) {
            long[] larger = Arrays.copyOf(target.numbers, kept.length + Math.max(ROOM_FOR * WIDTH, kept.length / 2));
            target = new Shared(larger, kept.length);
        }
        write(target.numbers, kept.length, key, sighting);
        target.used = kept.length + WIDTH;
        return new DedupWindow(target, target.used);
    }

    private DedupWindow without(InsertKey key, long evictBefore) {
        int dropped = indexOf(key);
        boolean forgets = dropped >= 0;
        for (int at = 0; at < length && !forgets; at += WIDTH) {
            forgets = shared.numbers[at + CLOCK] < evictBefore;
        }
        if (!forgets) {
            return this;
        }
        long[] next = new long[length + WIDTH];
        int size = 0;
        for (int at = 0; at < length; at += WIDTH) {
            if (at != dropped && shared.numbers[at + CLOCK] >= evictBefore) {
                System.arraycopy(shared.numbers, at, next, size, WIDTH);
                size += WIDTH;
            }
        }
        return new DedupWindow(new Shared(next, size), size);
    }

    private static void write(long[] numbers, int at, InsertKey key, DedupEntry sighting) {
        LogPosition place = sighting.place();
        numbers[at] = key.high();
        numbers[at + 1] = key.low();
        numbers[at + RECEIVED] = sighting.serverReceived();
        numbers[at + CLOCK] = sighting.latestClock();
        numbers[at + OFFSET] = place.offset();
        numbers[at + LOG] = ((long) place.generation() << Integer.SIZE) | (place.partition() & 0xFFFF_FFFFL);
    }

    /** The {@code count} oldest sightings. */
    public DedupWindow oldest(int count) {
        return ofPacked(Arrays.copyOf(shared.numbers, count * WIDTH));
    }

    /** All but the {@code count} oldest sightings. */
    public DedupWindow withoutOldest(int count) {
        return ofPacked(Arrays.copyOfRange(shared.numbers, count * WIDTH, length));
    }

    /** Hands each sighting to a visitor, oldest first. */
    public void forEach(Visitor visitor) {
        for (int at = 0; at < length; at += WIDTH) {
            visitor.sighting(new InsertKey(shared.numbers[at], shared.numbers[at + 1]), sighting(at));
        }
    }

    private DedupEntry sighting(int at) {
        long[] numbers = shared.numbers;
        long log = numbers[at + LOG];
        LogPosition place = new LogPosition((int) (log >>> Integer.SIZE), (int) log, numbers[at + OFFSET]);
        return new DedupEntry(place, numbers[at + RECEIVED], numbers[at + CLOCK]);
    }

    /** Takes one sighting. */
    @FunctionalInterface
    public interface Visitor {
        /** One remembered sighting. */
        void sighting(InsertKey key, DedupEntry sighting);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DedupWindow that
                && Arrays.equals(shared.numbers, 0, length, that.shared.numbers, 0, that.length);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed());
    }

    @Override
    public String toString() {
        return "DedupWindow[size=" + size() + "]";
    }
}
