package io.tidemark.lake.log;

import org.jspecify.annotations.Nullable;

/**
 * What the lake holds of one partition.
 *
 * @param epoch the topic's generation
 * @param partition the Kafka partition
 * @param records how many records
 * @param first the first offset; -1 where the lake has no record of it
 * @param last the last offset; -1 where the lake has no record of it
 * @param log what the log has; null if it was not queried, or is another generation
 */
public record PartitionSpan(
        int epoch,
        int partition,
        long records,
        long first,
        long last,
        @Nullable OffsetRange log) {}
