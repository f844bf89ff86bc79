package io.tidemark.collector.service;

import io.tidemark.config.KafkaConfig;
import io.tidemark.rules.service.Acknowledgement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in a topic which version of the service configuration this collector has: when it has another one, and once an hour,
 * so that it is known which collectors are alive. Brokers that do not answer, or have no such topic, are no harm: it is said
 * when they have. For one thread, which waits up to {@link #WITHIN}.
 */
public final class Acknowledgements {
    /** How long {@link #send} takes at most. */
    public static final Duration WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final String WITHIN_MS = Long.toString(WITHIN.toMillis() / 2);

    private final KafkaConfig kafka;
    private final String collector;
    private long sentVersion = -1;
    private long sentAt = Long.MIN_VALUE;
    private long triedAt = Long.MIN_VALUE;
    private boolean failing;

    /** @param collector the name of this collector, the same after a restart */
    public Acknowledgements(KafkaConfig kafka, String collector) {
        this.kafka = kafka;
        this.collector = collector;
    }

    /** Says it where it is time to; a failure is logged. */
    public void send(long version, long nowMillis) throws InterruptedException {
        boolean due = version != sentVersion || sentAt == Long.MIN_VALUE || nowMillis - sentAt >= EVERY.toMillis();
        if (!due || (triedAt != Long.MIN_VALUE && nowMillis - triedAt < AGAIN.toMillis() && sentAt < triedAt)) {
            return;
        }
        triedAt = nowMillis;
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_MS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WITHIN_MS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            kafka.collectorsTopic(),
                            collector.getBytes(StandardCharsets.UTF_8),
                            new Acknowledgement(collector, version, nowMillis).json()))
                    .get();
            sentVersion = version;
            sentAt = nowMillis;
            failing = false;
        } catch (ExecutionException | KafkaException e) {
            if (!failing) {
                LOG.warn(
                        "Could not say in Kafka which service configuration this collector has; tries again every minute"
                                + " topic={} version={} why={}",
                        kafka.collectorsTopic(),
                        version,
                        e.getMessage());
            }
            failing = true;
        }
    }
}
