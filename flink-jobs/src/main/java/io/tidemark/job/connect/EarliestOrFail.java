package io.tidemark.job.connect;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading begins without a checkpoint: at the first record that each partition still has. Flink's own "earliest"
 * also jumps there, in silence, when a position that was recorded is gone; this one fails then.
 */
@SuppressWarnings("deprecation") // Flink's interface asks for Kafka's old enum
final class EarliestOrFail implements OffsetsInitializer {
    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        return retriever.beginningOffsets(partitions);
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.NONE;
    }
}
