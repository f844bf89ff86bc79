package io.tidemark.config.topic;

import io.tidemark.config.KafkaConfig;
import io.tidemark.rules.service.ConfigVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic with the versions of the service configuration from its beginning, and goes on where it has stopped. A
 * record that is no version is passed over, with a line in the log: what it should have been is missing then, and shows as a
 * gap. For one thread.
 */
public final class ConfigTopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigTopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MOST_EMPTY_POLLS = 10;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final int ANSWER_WITHIN_MS = 10_000;

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConfigVersion> versions = new ArrayList<>();
    private List<TopicPartition> partitions = List.of();

    /** Connects. @throws KafkaException if the client's settings are none */
    public ConfigTopicReader(KafkaConfig kafka) {
        this.topic = kafka.configTopic();
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_WITHIN_MS));
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_WITHIN_MS));
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** All that was read so far. */
    public List<ConfigVersion> versions() {
        return List.copyOf(versions);
    }

    /**
     * Reads what the topic had when this was called.
     *
     * @return how many versions came
     * @throws KafkaException if the brokers do not answer
     */
    public int readToEnd() {
        assign();
        if (partitions.isEmpty()) {
            return 0;
        }
        int before = versions.size();
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        // A topic that was made again begins at offset 0 again; versions that are known stay known.
        ends.forEach((partition, end) -> {
            if (consumer.position(partition) > end) {
                consumer.seek(partition, 0);
            }
        });
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        for (int empty = 0; !ends.isEmpty(); ) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(this::take);
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty == MOST_EMPTY_POLLS) {
                throw new TimeoutException("no record came for " + MOST_EMPTY_POLLS * POLL.toSeconds()
                        + " s, and the topic " + topic + " has more");
            }
        }
        return versions.size() - before;
    }

    /** A topic that is made later is found then; one that was read is not looked for again. */
    private void assign() {
        if (!partitions.isEmpty()) {
            return;
        }
        try {
            partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
        } catch (UnknownTopicOrPartitionException none) {
            return;
        }
        consumer.assign(partitions);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        ConfigVersion version = value == null ? null : ConfigVersion.read(value).orNull();
        if (version == null) {
            LOG.warn(
                    "Record that is no version of the service configuration topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset());
        } else {
            versions.add(version);
        }
    }

    /** Ends a read that another thread is in: it throws. */
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
        } catch (KafkaException alreadyGone) {
            // Brokers that are gone do not keep it from closing.
        }
    }
}
