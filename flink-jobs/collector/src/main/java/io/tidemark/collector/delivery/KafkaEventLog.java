package io.tidemark.collector.delivery;

import io.tidemark.config.KafkaConfig;
import io.tidemark.config.Size;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of raw events. Each generation is a producer of its own. */
public final class KafkaEventLog implements EventLog {
    private static final int TRIES = 10;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final Size BESIDES_THE_RECORD = Size.ofKibibytes(64);

    private final KafkaConfig kafka;
    private final Map<String, Object> properties;

    /**
     * The topic of this configuration.
     *
     * @param recordLimit how large an event may be
     * @param bufferBytes how many bytes may wait in a producer: {@link DeliverySettings#bufferBytes}
     */
    public KafkaEventLog(KafkaConfig kafka, Size recordLimit, long bufferBytes) {
        this.kafka = kafka;
        this.properties = properties(kafka, recordLimit, bufferBytes);
    }

    /** The settings of each producer. What the order and the time of an answer depend on cannot be configured. */
    static Map<String, Object> properties(KafkaConfig kafka, Size recordLimit, long bufferBytes) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
        all.putAll(kafka.properties());
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        all.remove(ProducerConfig.RETRIES_CONFIG);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // With more, the batch behind a failed one is on its way already, and a broker that does not know the producer
        // yet takes it.
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_500);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        all.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Math.toIntExact(recordLimit.bytes() + BESIDES_THE_RECORD.bytes()));
        return all;
    }

    @Override
    public Generation open() throws IOException {
        Producer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(properties);
        } catch (KafkaException e) {
            throw new IOException(trouble(e.getCause() instanceof KafkaException cause ? cause : e), e);
        }
        try {
            awaitTopic(producer);
            return new KafkaGeneration(producer, kafka.topic());
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new IOException(trouble(e), e);
        }
    }

    /** The first event would wait for the topic's partitions otherwise, on a thread that must not wait long. */
    private void awaitTopic(Producer<byte[], byte[]> producer) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.partitionsFor(kafka.topic());
                return;
            } catch (TimeoutException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private String trouble(KafkaException failure) {
        String advice = KafkaFailures.advice(failure);
        return "Could not open the topic " + kafka.topic() + " on " + kafka.bootstrapServers() + ": "
                + failure.getMessage()
                + (advice.isEmpty()
                        ? ". Check that the brokers run and that the topic exists; events go to the spool meanwhile."
                        : advice);
    }
}
