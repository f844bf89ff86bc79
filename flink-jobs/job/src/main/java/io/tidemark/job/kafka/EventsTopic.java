package io.tidemark.job.kafka;

import io.tidemark.config.IdentityConfig;
import io.tidemark.config.KafkaConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.rules.event.RawRecord;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The topic of raw events as a Flink source. */
public final class EventsTopic {
    private EventsTopic() {}

    /**
     * The source: from the first record on, or from where the checkpoint says that the job is given. Only committed
     * records are read. A recorded position that Kafka no longer has fails the job.
     */
    public static KafkaSource<RawRecord> source(TidemarkConfig config) {
        return source(config, Map.of());
    }

    /**
     * The same, beginning elsewhere where no checkpoint says otherwise.
     *
     * @param offsets the first offset of each partition that does not begin at its first record
     */
    public static KafkaSource<RawRecord> source(TidemarkConfig config, Map<Integer, Long> offsets) {
        KafkaConfig kafka = config.kafka();
        Properties properties = new Properties();
        // What a producer's aborted transaction left behind are no records.
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putAll(kafka.properties());
        properties.setProperty(
                KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), Long.toString(discoveryMillis(kafka)));
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setTopics(kafka.topic())
                .setGroupId(kafka.groupId())
                .setClientIdPrefix(kafka.groupId())
                .setStartingOffsets(new RestoredOffsetsOnlyInitializer(offsets))
                .setDeserializer(new RawRecordSchema(config.identity().scope() == IdentityConfig.Scope.PROJECT))
                .setProperties(properties)
                .build();
    }

    private static long discoveryMillis(KafkaConfig kafka) {
        long millis = kafka.partitionDiscovery().toMillis();
        return millis == 0 ? -1 : millis;
    }
}
