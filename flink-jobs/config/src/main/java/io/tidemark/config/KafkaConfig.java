package io.tidemark.config;

import java.io.Serializable;
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
 * @param configTopic the topic with the versions of the service configuration
 * @param properties further client properties, passed through (TLS, SASL, timeouts)
 */
public record KafkaConfig(
        String bootstrapServers,
        String topic,
        String groupId,
        int ingestEpoch,
        Duration partitionDiscovery,
        String configTopic,
        Map<String, String> properties)
        implements Serializable {
    private static final long serialVersionUID = 1;

    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    /** The default settings for these brokers. */
    public static KafkaConfig at(String bootstrapServers) {
        return new KafkaConfig(
                bootstrapServers, "events.raw", "tidemark", 1, Duration.ofMinutes(1), "tidemark.config", Map.of());
    }

    /** The topic in which each collector says which version of the service configuration it has: by collector, compacted. */
    public String collectorsTopic() {
        return configTopic + ".collectors";
    }

    /** The same with other brokers, for a broker whose port is known only once it runs. */
    public KafkaConfig withBootstrapServers(String servers) {
        return new KafkaConfig(servers, topic, groupId, ingestEpoch, partitionDiscovery, configTopic, properties);
    }

    /** The same with another topic of raw events. */
    public KafkaConfig withTopic(String name) {
        return new KafkaConfig(
                bootstrapServers, name, groupId, ingestEpoch, partitionDiscovery, configTopic, properties);
    }

    /** The same with another topic for the service configuration. */
    public KafkaConfig withConfigTopic(String name) {
        return new KafkaConfig(bootstrapServers, topic, groupId, ingestEpoch, partitionDiscovery, name, properties);
    }

    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=%s, topic=%s, groupId=%s, ingestEpoch=%d, partitionDiscovery=%s, configTopic=%s, properties=%s]"
                .formatted(
                        bootstrapServers,
                        topic,
                        groupId,
                        ingestEpoch,
                        partitionDiscovery,
                        configTopic,
                        Secret.masked(properties));
    }
}
