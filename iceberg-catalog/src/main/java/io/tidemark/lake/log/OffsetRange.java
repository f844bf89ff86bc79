package io.tidemark.lake.log;

/**
 * Consecutive offsets of one partition.
 *
 * @param start the first offset
 * @param end the offset after the last
 */
public record OffsetRange(long start, long end) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the end is before the start
     */
    public OffsetRange {
        if (end < start) {
            throw new IllegalArgumentException("A range of offsets ends at " + end + ", before its start " + start);
        }
    }

    /** How many offsets. */
    public long size() {
        return end - start;
    }

    /** Whether there is no offset in it. */
    public boolean isEmpty() {
        return start == end;
    }
}
