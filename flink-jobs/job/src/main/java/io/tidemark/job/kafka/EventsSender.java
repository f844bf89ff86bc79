package io.tidemark.job.kafka;

import io.tidemark.config.KafkaConfig;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.rules.codec.DeviceKeyScanner;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the topic as their bytes are, each keyed by its device key, so that one device is one ordered
 * sequence. A record without a device key goes to a partition by its bytes.
 */
public final class EventsSender implements AutoCloseable {
    /** The largest record that is sent, in bytes: far above what the job looks into, so that it can say so. */
    public static final int LARGEST_RECORD = 64 << 20;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaConfig kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final DeviceKeyScanner keys = new DeviceKeyScanner(false);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final int partitions;
    private long sent;

    /** Connects to the brokers of a configuration. */
    public EventsSender(KafkaConfig kafka) {
        this.kafka = kafka;
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 << 10));
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(LARGEST_RECORD));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(LARGEST_RECORD + (32 << 20)));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "30000");
        try {
            this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            this.partitions = producer.partitionsFor(kafka.topic()).size();
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /**
     * Sends one record; returns before it is acknowledged.
     *
     * @throws LakeFailure if an earlier record could not be sent
     */
    public void send(byte[] value) {
        send(value, null);
    }

    /**
     * The same, for a record that has its timestamp already.
     *
     * @param timestamp ms since the epoch; null, or before it, for the time of sending
     */
    public void send(byte[] value, @Nullable Long timestamp) {
        Long time = timestamp == null || timestamp < 0 ? null : timestamp;
        byte[] key = keys.key(value);
        int partition = Utils.toPositive(Utils.murmur2(key == null ? value : key)) % partitions;
        Exception earlier = failure.get();
        if (earlier != null) {
            throw failed(earlier);
        }
        try {
            producer.send(new ProducerRecord<>(kafka.topic(), partition, time, key, value), (metadata, problem) -> {
                if (problem == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failure.compareAndSet(null, problem);
                }
            });
        } catch (KafkaException e) {
            throw failed(e);
        }
        sent++;
    }

    /**
     * Waits until all that was sent is acknowledged.
     *
     * @throws LakeFailure if a record could not be sent
     */
    public void flush() {
        producer.flush();
        Exception problem = failure.get();
        if (problem != null) {
            throw failed(problem);
        }
    }

    /** Whether records that were handed over are on their way, and none has failed. */
    public boolean isSending() {
        return acknowledged.get() < sent && failure.get() == null;
    }

    /** How many records were handed over. */
    public long sent() {
        return sent;
    }

    /** How many records Kafka has acknowledged. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** A caller that needs what was sent waits by {@link #flush}: brokers that are gone do not keep it from closing. */
    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }

    private LakeFailure failed(Exception e) {
        return new LakeFailure(
                "Could not send events to the topic " + kafka.topic() + " on " + kafka.bootstrapServers()
                        + " (acknowledged so far: " + acknowledged.get() + ")",
                e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
                "Check kafka.bootstrap-servers and kafka.properties, that the brokers run, and that no record is over "
                        + (LARGEST_RECORD >> 20) + " MiB.",
                e);
    }
}
