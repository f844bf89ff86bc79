package io.tidemark.rules.event;

/**
 * The position of a record in the log.
 *
 * @param generation the topic's generation
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 */
public record LogPosition(int generation, int partition, long offset) {
    /** {@code partition 3, offset 42}, and the epoch where it is not the first. */
    @Override
    public String toString() {
        return "partition " + partition + ", offset " + offset + (generation == 1 ? "" : " of epoch " + generation);
    }

    /** Whether another is in the same partition of the same generation. */
    public boolean sameLog(LogPosition other) {
        return generation == other.generation && partition == other.partition;
    }
}
