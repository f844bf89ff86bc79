package io.tidemark.job.kafka;

import io.tidemark.config.KafkaConfig;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.OffsetRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What Kafka itself says of the topic: where its partitions begin and end, and whether offsets are records. */
public final class EventsLog implements LogProbe, AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final KafkaConfig kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Connects to the brokers of a configuration; reads as the job reads, committed records only. */
    public EventsLog(KafkaConfig kafka) {
        this.kafka = kafka;
        Properties properties = new Properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        properties.putAll(kafka.properties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // Brokers that create topics automatically would create one for a mistyped name.
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        this.consumer = trying(
                "connect to",
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * Returns if the brokers answer and have the topic; makes nothing.
     *
     * @throws LakeFailure if not: a job would wait for them for ever, in silence
     */
    public static void requireTopic(KafkaConfig kafka) {
        try (EventsLog log = new EventsLog(kafka)) {
            log.ranges();
        }
    }

    /**
     * Whether the topic takes records with timestamps of long ago, and keeps them: elsewhere they would count as
     * expired, and Kafka could delete them before the job has read them.
     *
     * @throws LakeFailure if the brokers do not answer
     */
    public static boolean takesOldTimestamps(KafkaConfig kafka) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic());
        try (Admin admin = BrokerAdmin.open(kafka)) {
            Config config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(topic)).all().get().get(topic));
            return is(config, TopicConfig.RETENTION_MS_CONFIG, "-1")
                    && is(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime")
                    && is(config, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(kafka, "get the settings of", "it was interrupted", e);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failure(kafka, "get the settings of", String.valueOf(cause.getMessage()), e);
        }
    }

    private static boolean is(Config config, String name, String value) {
        ConfigEntry entry = config.get(name);
        return entry != null && value.equals(entry.value());
    }

    @Override
    public int epoch() {
        return kafka.ingestEpoch();
    }

    @Override
    public Map<Integer, OffsetRange> ranges() {
        String what = "get the offsets of";
        List<TopicPartition> partitions = trying(what, () -> consumer.partitionsFor(kafka.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        if (partitions.isEmpty()) {
            throw new LakeFailure(
                    tried(kafka, what),
                    "there is no such topic",
                    "Check kafka.topic, or make it: tidemark init --config FILE",
                    null);
        }
        return trying(what, () -> {
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<Integer, OffsetRange> ranges = new HashMap<>();
            partitions.forEach(partition -> ranges.put(
                    partition.partition(),
                    new OffsetRange(starts.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
            return ranges;
        });
    }

    @Override
    public boolean holdsRecords(int partition, OffsetRange offsets) {
        return trying("read", () -> {
            TopicPartition topicPartition = new TopicPartition(kafka.topic(), partition);
            consumer.assign(List.of(topicPartition));
            consumer.seek(topicPartition, offsets.start());
            long end = Math.min(
                    offsets.end(), consumer.endOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L));
            // Polls step over markers and aborted records; the position tells how far.
            while (consumer.position(topicPartition) < end) {
                for (var record : consumer.poll(ANSWER_WITHIN)) {
                    return record.offset() < offsets.end();
                }
            }
            return false;
        });
    }

    @Override
    public byte @Nullable [] value(int partition, long offset) {
        TopicPartition topicPartition = new TopicPartition(kafka.topic(), partition);
        try {
            consumer.assign(List.of(topicPartition));
            consumer.seek(topicPartition, offset);
            long end = Math.min(
                    offset + 1, consumer.endOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L));
            while (consumer.position(topicPartition) < end) {
                for (var record : consumer.poll(ANSWER_WITHIN)) {
                    return record.offset() == offset ? record.value() : null;
                }
            }
            return null;
        } catch (OffsetOutOfRangeException deletedSince) {
            return null;
        } catch (KafkaException e) {
            throw failure("read", String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private <T> T trying(String what, java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (OffsetOutOfRangeException e) {
            throw failure(what, "Kafka no longer has these offsets", e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failure(what, cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), e);
        }
    }

    private LakeFailure failure(String what, String why, Throwable cause) {
        return failure(kafka, what, why, cause);
    }

    private static String tried(KafkaConfig kafka, String what) {
        return "Could not " + what + " the topic " + kafka.topic() + " on " + kafka.bootstrapServers();
    }

    private static LakeFailure failure(KafkaConfig kafka, String what, String why, Throwable cause) {
        return new LakeFailure(
                tried(kafka, what),
                why,
                "Check kafka.bootstrap-servers, kafka.topic and kafka.properties, and that the brokers run.",
                cause);
    }
}
