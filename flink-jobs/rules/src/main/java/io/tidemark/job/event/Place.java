package io.tidemark.job.event;

/**
 * The position of a record in the log.
 *
 * @param epoch the topic's generation
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 */
public record Place(int epoch, int partition, long offset) {
    /** {@code partition 3, offset 42}, and the epoch where it is not the first. */
    @Override
    public String toString() {
        return "partition " + partition + ", offset " + offset + (epoch == 1 ? "" : " of epoch " + epoch);
    }

    /** Whether another is in the same partition of the same generation. */
    public boolean sameLog(Place other) {
        return epoch == other.epoch && partition == other.partition;
    }
}
