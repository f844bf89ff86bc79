package io.tidemark.job.intake;

import io.tidemark.job.event.Place;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first sightings of insert keys, oldest first, as a value of packed numbers. What it forgets it forgets by the
 * times of the events that it is told, never by a clock.
 */
public final class RecentInserts {
    /** Nothing remembered. */
    public static final RecentInserts NONE = new RecentInserts(new long[0]);

    /** Numbers a sighting takes: key (2), server received time, latest clock, offset, epoch and partition. */
    public static final int WIDTH = 6;

    private static final int RECEIVED = 2;
    private static final int CLOCK = 3;
    private static final int OFFSET = 4;
    private static final int LOG = 5;

    private final long[] packed;

    private RecentInserts(long[] packed) {
        this.packed = packed;
    }

    /** Takes what {@link #packed} gave. */
    public static RecentInserts ofPacked(long[] packed) {
        return packed.length == 0 ? NONE : new RecentInserts(packed);
    }

    /** The sightings as numbers, for whoever writes them down; not to be changed. */
    public long[] packed() {
        return packed;
    }

    /** How many sightings are remembered. */
    public int size() {
        return packed.length / WIDTH;
    }

    /** The key's first sighting that is still remembered, or null. */
    public @Nullable Sighting find(InsertKey key) {
        for (int at = 0; at < packed.length; at += WIDTH) {
            if (packed[at] == key.high() && packed[at + 1] == key.low()) {
                return sighting(at);
            }
        }
        return null;
    }

    /**
     * Remembers a sighting, in the place of an older one of the same key, and forgets all that both clocks have
     * left behind.
     *
     * @param forgetBefore ms since the epoch: what has no later {@link Sighting#latestClock} is forgotten
     */
    public RecentInserts with(InsertKey key, Sighting sighting, long forgetBefore) {
        long[] next = new long[packed.length + WIDTH];
        int size = 0;
        for (int at = 0; at < packed.length; at += WIDTH) {
            boolean replaced = packed[at] == key.high() && packed[at + 1] == key.low();
            if (packed[at + CLOCK] >= forgetBefore && !replaced) {
                System.arraycopy(packed, at, next, size, WIDTH);
                size += WIDTH;
            }
        }
        Place place = sighting.place();
        next[size] = key.high();
        next[size + 1] = key.low();
        next[size + RECEIVED] = sighting.serverReceived();
        next[size + CLOCK] = sighting.latestClock();
        next[size + OFFSET] = place.offset();
        next[size + LOG] = ((long) place.epoch() << Integer.SIZE) | (place.partition() & 0xFFFF_FFFFL);
        size += WIDTH;
        return new RecentInserts(size == next.length ? next : Arrays.copyOf(next, size));
    }

    /** The {@code count} oldest sightings. */
    public RecentInserts oldest(int count) {
        return ofPacked(Arrays.copyOf(packed, count * WIDTH));
    }

    /** All but the {@code count} oldest sightings. */
    public RecentInserts withoutOldest(int count) {
        return ofPacked(Arrays.copyOfRange(packed, count * WIDTH, packed.length));
    }

    /** Hands each sighting to a visitor, oldest first. */
    public void forEach(Visitor visitor) {
        for (int at = 0; at < packed.length; at += WIDTH) {
            visitor.sighting(new InsertKey(packed[at], packed[at + 1]), sighting(at));
        }
    }

    private Sighting sighting(int at) {
        long log = packed[at + LOG];
        Place place = new Place((int) (log >>> Integer.SIZE), (int) log, packed[at + OFFSET]);
        return new Sighting(place, packed[at + RECEIVED], packed[at + CLOCK]);
    }

    /** Takes one sighting. */
    @FunctionalInterface
    public interface Visitor {
        /** One remembered sighting. */
        void sighting(InsertKey key, Sighting sighting);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentInserts that && Arrays.equals(packed, that.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return "RecentInserts[size=" + size() + "]";
    }
}
