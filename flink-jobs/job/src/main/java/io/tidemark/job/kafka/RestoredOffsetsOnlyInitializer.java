package io.tidemark.job.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading begins without a position in a checkpoint: at the offset that is given for a partition, else at the
 * first record that it still has. Flink's own initializers begin a partition that was left out at the group's committed
 * offset, and jump in silence where a position is gone; this one never uses the group, and fails then.
 */
@SuppressWarnings("deprecation") // Flink's interface needs Kafka's old enum
final class RestoredOffsetsOnlyInitializer implements OffsetsInitializer {
    private final Map<Integer, Long> offsets;

    /**
     * Begins at offsets.
     *
     * @param offsets the first offset of each partition that does not begin at its start
     */
    RestoredOffsetsOnlyInitializer(Map<Integer, Long> offsets) {
        this.offsets = Map.copyOf(offsets);
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        Map<TopicPartition, Long> begin = new HashMap<>(retriever.beginningOffsets(partitions));
        begin.replaceAll((partition, earliest) -> offsets.getOrDefault(partition.partition(), earliest));
        return begin;
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.NONE;
    }
}
