package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.collector.record.CollectedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A generation tells each result once, never throws, and closes its producer on the thread that must send no more. */
class KafkaGenerationTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaGeneration generation = new KafkaGeneration(producer, "events.raw");
    private final List<SendResult> results = new ArrayList<>();

    @Test
    void aRecordHasKeyValueAndTheTimeOfItsReceipt() {
        generation.send(event("device", "a"), results::add);
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("events.raw");
        assertThat(record.key()).asString().isEqualTo("device");
        assertThat(record.value()).asString().isEqualTo("a");
        assertThat(record.timestamp()).isEqualTo(event("device", "a").receivedAt());
        assertThat(results).isEmpty();
        producer.completeNext();
        assertThat(results).containsExactly(SendResult.LOGGED);
    }

    @Test
    void anEventWithoutAKeyHasNone() {
        generation.send(new CollectedEvent(new byte[0], new byte[] {1}, 5), results::add);
        assertThat(producer.history().get(0).key()).isNull();
    }

    @Test
    void failuresAreTold() {
        generation.send(event("device", "a"), results::add);
        generation.send(event("device", "b"), results::add);
        producer.errorNext(new TimeoutException("too late"));
        producer.errorNext(new RecordTooLargeException("too large"));
        assertThat(results)
                .containsExactly(
                        new SendResult.Failed("TimeoutException: too late"),
                        new SendResult.Refused("RecordTooLargeException: too large"));
    }

    @Test
    void whatIsThrownIsAFailure() {
        producer.close();
        generation.send(event("device", "a"), results::add);
        assertThat(results).singleElement().isInstanceOf(SendResult.Failed.class);
    }

    @Test
    void nothingIsSentAfterTheClose() {
        generation.close();
        generation.send(event("device", "a"), results::add);
        assertThat(results).singleElement().isInstanceOf(SendResult.Failed.class);
        assertThat(producer.history()).isEmpty();
        await().until(producer::closed);
    }

    @Test
    void onTheNetworkThreadTheProducerIsClosedWhenCloseReturns() throws InterruptedException {
        List<Boolean> closed = new ArrayList<>();
        Thread network = new Thread(
                () -> {
                    generation.close();
                    closed.add(producer.closed());
                },
                KafkaProducer.NETWORK_THREAD_PREFIX + " | producer-1");
        network.start();
        network.join();
        assertThat(closed).containsExactly(true);
    }
}
