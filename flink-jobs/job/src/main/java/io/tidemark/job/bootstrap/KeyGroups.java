package io.tidemark.job.bootstrap;

import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * How devices are dealt out: into Flink's key groups; those into units, each of which is what one subtask of so many
 * would have; and each unit into buckets small enough to be sorted on the heap. Buckets follow one another in the order
 * of the devices' {@link #position positions}, and so do the devices in a sorted bucket.
 */
final class KeyGroups {
    private static final int HASH_BITS = 32;

    private final int maxParallelism;
    private final int units;
    private final int bucketsPerUnit;
    private final int[] unitOf;
    private final int[] firstOf;

    /**
     * A layout.
     *
     * @param maxParallelism how many key groups there are
     * @param units how many units; {@code maxParallelism} at most
     * @param bucketsPerUnit how many buckets a unit has
     */
    KeyGroups(int maxParallelism, int units, int bucketsPerUnit) {
        this.maxParallelism = maxParallelism;
        this.units = units;
        this.bucketsPerUnit = bucketsPerUnit;
        this.unitOf = new int[maxParallelism];
        this.firstOf = new int[units + 1];
        for (int unit = 0; unit < units; unit++) {
            KeyGroupRange range = range(unit);
            firstOf[unit] = range.getStartKeyGroup();
            for (int group : range) {
                unitOf[group] = unit;
            }
        }
        firstOf[units] = maxParallelism;
    }

    int maxParallelism() {
        return maxParallelism;
    }

    int units() {
        return units;
    }

    int bucketsPerUnit() {
        return bucketsPerUnit;
    }

    int buckets() {
        return units * bucketsPerUnit;
    }

    /** The key groups of a unit: those that Flink gives to the subtask of that number. */
    KeyGroupRange range(int unit) {
        return KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(maxParallelism, units, unit);
    }

    /** The key group of a device. */
    int groupOf(long hash) {
        return KeyGroupRangeAssignment.computeKeyGroupForKeyHash(Long.hashCode(hash), maxParallelism);
    }

    /** The number by which devices are ordered: the key group, then the upper bits of the hash. */
    long position(long hash) {
        return ((long) groupOf(hash) << HASH_BITS) | (hash >>> (Long.SIZE - HASH_BITS));
    }

    /** The bucket of a device. */
    int bucketOf(long hash) {
        long position = position(hash);
        int unit = unitOf[(int) (position >>> HASH_BITS)];
        long first = (long) firstOf[unit] << HASH_BITS;
        return unit * bucketsPerUnit + (int) ((position - first) * bucketsPerUnit / width(unit));
    }

    /** The smallest position that can be in a bucket, or one a little smaller. */
    long start(int bucket) {
        int unit = bucket / bucketsPerUnit;
        long within = bucket % bucketsPerUnit * width(unit) / bucketsPerUnit;
        return ((long) firstOf[unit] << HASH_BITS) + within;
    }

    /** How many positions a bucket has, or a little more. */
    long span(int bucket) {
        return width(bucket / bucketsPerUnit) / bucketsPerUnit + 2;
    }

    private long width(int unit) {
        return (long) (firstOf[unit + 1] - firstOf[unit]) << HASH_BITS;
    }
}
