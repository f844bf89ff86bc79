package io.tidemark.job.kafka;

import io.tidemark.config.KafkaConfig;
import io.tidemark.config.topic.ConfigTopicReader;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.VersionNumbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic with the versions of the service configuration. A version is one record: its key is its number in decimal digits,
 * its value {@link ConfigVersion#json}. No key is ever written with another value, or with none, so that compaction keeps
 * every version.
 */
public final class ConfigTopic {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigTopic.class);
    private static final String MAX_BLOCK_MS = "30000";

    private final KafkaConfig kafka;

    /** The topic of these brokers. */
    public ConfigTopic(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    /**
     * The versions that the topic has now, in no order; none where there is no such topic.
     *
     * @throws LakeFailure if the brokers do not answer
     */
    public List<ConfigVersion> read() {
        try (ConfigTopicReader reader = new ConfigTopicReader(kafka)) {
            reader.readToEnd();
            return reader.versions();
        } catch (KafkaException e) {
            throw failure("read", e);
        }
    }

    /**
     * Returns if the topic has every version from 1 on, or if the brokers do not answer: a job waits for them, and checks the
     * same when they do.
     *
     * @param newest the newest that it must have
     * @throws io.tidemark.lake.guard.Refusal if one is missing, also where there is no such topic
     */
    public void require(long newest) {
        List<ConfigVersion> there;
        try {
            there = read();
        } catch (LakeFailure e) {
            LOG.warn("Service configuration is not checked before the start topic={}", kafka.configTopic(), e);
            return;
        }
        SortedSet<Long> missing = VersionNumbers.missing(
                newest, there.stream().map(ConfigVersion::number).toList());
        if (!missing.isEmpty()) {
            throw RefusalCode.CONFIG_INCOMPLETE.refuse(
                    "The topic " + kafka.configTopic(),
                    "the table service_config has " + VersionNumbers.text(missing) + ", and the topic has not");
        }
    }

    /**
     * Writes versions; returns when the brokers have acknowledged all of them. One that the topic has already may be written
     * again.
     *
     * @throws LakeFailure if one is not acknowledged; then some may be there
     */
    public void publish(List<ConfigVersion> versions) {
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(2 * ConfigVersion.MOST_BYTES));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (ConfigVersion version : versions) {
                sent.add(producer.send(new ProducerRecord<>(
                        kafka.configTopic(),
                        Long.toString(version.number()).getBytes(StandardCharsets.UTF_8),
                        version.json())));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("write to", e);
        } catch (ExecutionException | KafkaException e) {
            throw failure("write to", e);
        }
    }

    private LakeFailure failure(String what, Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return new LakeFailure(
                "Could not " + what + " the topic " + kafka.configTopic() + " on " + kafka.bootstrapServers(),
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
                "Check kafka.bootstrap-servers, kafka.config-topic and kafka.properties, that the brokers run, and that"
                        + " the topic is there (`tidemark init`).",
                e);
    }
}
