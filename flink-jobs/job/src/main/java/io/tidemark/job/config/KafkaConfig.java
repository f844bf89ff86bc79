package io.tidemark.job.config;

import java.time.Duration;
import java.util.Map;

/**
 * Where the raw events are ({@code kafka} in the file).
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param topic the topic of raw events
 * @param groupId the consumer group that progress is shown under; the job's place is in its checkpoints
 * @param ingestEpoch the topic's generation: 1 for the first, one more for each recreated topic
 * @param partitionDiscovery how often new partitions are looked for; zero: never
 * @param properties further client properties, passed through (TLS, SASL, timeouts)
 */
public record KafkaConfig(
        String bootstrapServers,
        String topic,
        String groupId,
        int ingestEpoch,
        Duration partitionDiscovery,
        Map<String, String> properties) {
    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    /** The default settings for these brokers. */
    public static KafkaConfig at(String bootstrapServers) {
        return new KafkaConfig(bootstrapServers, "events.raw", "tidemark", 1, Duration.ofMinutes(1), Map.of());
    }

    /** The same with other brokers, for a broker whose port is known only once it runs. */
    public KafkaConfig withBootstrapServers(String servers) {
        return new KafkaConfig(servers, topic, groupId, ingestEpoch, partitionDiscovery, properties);
    }

    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=%s, topic=%s, groupId=%s, ingestEpoch=%d, partitionDiscovery=%s, properties=%s]"
                .formatted(
                        bootstrapServers, topic, groupId, ingestEpoch, partitionDiscovery, Secret.masked(properties));
    }
}
