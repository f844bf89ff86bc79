package io.tidemark.collector.delivery;

import io.tidemark.collector.record.CollectedEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer until its first failure. Closing it in a callback ends its network thread before that sends anything else:
 * an idempotent producer that goes on after a failure renumbers its batches, and sends what is behind the failed one.
 */
final class KafkaGeneration implements Generation {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaGeneration.class);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicBoolean closedInside = new AtomicBoolean();
    private final AtomicBoolean closedOutside = new AtomicBoolean();
    private volatile boolean closed;

    KafkaGeneration(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void send(CollectedEvent event, Consumer<SendResult> done) {
        if (closed) {
            done.accept(new SendResult.Failed("The producer is closed"));
            return;
        }
        byte @Nullable [] key = event.key().length == 0 ? null : event.key();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, Math.max(0, event.receivedAt()), key, event.value());
        try {
            producer.send(
                    record,
                    (place, failure) -> done.accept(failure == null ? SendResult.LOGGED : KafkaFailures.of(failure)));
        } catch (KafkaException | IllegalStateException e) {
            // It is thrown instead of handed to the callback, above all when the producer was closed meanwhile.
            done.accept(KafkaFailures.of(e));
        }
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread().getName().startsWith(KafkaProducer.NETWORK_THREAD_PREFIX)) {
            if (closedInside.compareAndSet(false, true)) {
                closeProducer();
            }
        } else if (closedOutside.compareAndSet(false, true)) {
            // It waits for the network thread, which may wait for a name to be resolved.
            Thread closing = new Thread(this::closeProducer, "delivery-close");
            closing.setDaemon(true);
            closing.start();
        }
    }

    private void closeProducer() {
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            LOG.warn("Could not close a producer in order topic={} why={}", topic, e.toString());
        }
    }
}
