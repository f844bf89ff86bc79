package io.tidemark.rules.intake;

import java.util.Arrays;

/**
 * How many events of a device were accepted in each of its last time slots. The clock is the device's own: it shows the
 * largest slot that the device has shown and never goes back ({@code events.md}, "Limits of throttling").
 *
 * @param latest the largest slot shown so far (a second or an hour since the epoch)
 * @param counts accepted events in the slots {@code latest}, {@code latest - 1}, …; no zeros at the end
 */
public record RateWindow(long latest, int[] counts) {
    /** A device that has shown nothing yet. */
    public static final RateWindow NONE = new RateWindow(Long.MIN_VALUE, new int[0]);

    /** The slot in which an event counts that shows this one. */
    public long slotFor(long shown) {
        return Math.max(latest, shown);
    }

    /** How many events were accepted in the last {@code slots} slots up to and including {@code slot}. */
    public long acceptedUpTo(long slot, int slots) {
        long sum = 0;
        long gap = latest == Long.MIN_VALUE ? slots : slot - latest;
        for (int i = 0; i < counts.length && gap + i < slots; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** This window with its clock at {@code slot}, and {@code accepted} more events in it. */
    public RateWindow at(long slot, int slots, int accepted) {
        if (slot == latest && accepted == 0) {
            return this;
        }
        long gap = latest == Long.MIN_VALUE ? slots : slot - latest;
        int shift = (int) Math.min(gap, slots);
        int kept = Math.min(counts.length, slots - shift);
        // What leaves the window may have been all that was behind empty slots.
        while (kept > 0 && counts[kept - 1] == 0) {
            kept--;
        }
        int[] next = new int[Math.max(kept > 0 ? kept + shift : 0, accepted > 0 ? 1 : 0)];
        if (kept > 0) {
            System.arraycopy(counts, 0, next, shift, kept);
        }
        if (accepted > 0) {
            next[0] += accepted;
        }
        return new RateWindow(slot, next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RateWindow that && latest == that.latest && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(latest) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "RateWindow[latest=" + latest + ", counts=" + Arrays.toString(counts) + "]";
    }
}
