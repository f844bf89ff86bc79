package io.tidemark.collector.flood;

import java.util.Arrays;

/**
 * About how often keys were seen in the last window or two: never less often than they were. Its memory is fixed, so a key
 * that is seen once costs nothing. For one thread at a time.
 */
final class Sketch {
    private static final int ROWS = 4;
    private static final int BITS = 16;
    private static final int MOST = Integer.MAX_VALUE / 4;

    private final long windowMillis;
    private int[] current = new int[ROWS << BITS];
    private int[] before = new int[ROWS << BITS];
    private long begun = Long.MIN_VALUE;

    Sketch(long windowMillis) {
        this.windowMillis = windowMillis;
    }

    /** Counts a key so many times; gives how often it was seen in this window and the one before, at least. */
    int count(long key, int times, long nowMillis) {
        turn(nowMillis);
        int least = Integer.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, current[slot(key, row)]);
        }
        int sum = Integer.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            int slot = slot(key, row);
            // Only the smallest counters grow: the others count another key too.
            current[slot] = Math.max(current[slot], Math.min(least + times, MOST));
            sum = Math.min(sum, current[slot] + before[slot]);
        }
        return sum;
    }

    private void turn(long nowMillis) {
        if (begun == Long.MIN_VALUE) {
            begun = nowMillis;
            return;
        }
        long passed = nowMillis - begun;
        if (passed >= 0 && passed < windowMillis) {
            return;
        }
        int[] oldest = before;
        before = current;
        current = oldest;
        Arrays.fill(current, 0);
        if (passed < 0 || passed >= 2 * windowMillis) {
            Arrays.fill(before, 0);
        }
        begun = nowMillis;
    }

    private static int slot(long key, int row) {
        long mixed = (key ^ (0x9E3779B97F4A7C15L * (row + 1))) * 0xBF58476D1CE4E5B9L;
        mixed ^= mixed >>> 32;
        return (row << BITS) + (int) (mixed & ((1 << BITS) - 1));
    }
}
