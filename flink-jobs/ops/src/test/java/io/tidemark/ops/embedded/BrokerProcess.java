package io.tidemark.ops.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in a process of its own that takes records and then waits to be killed. */
public final class BrokerProcess {
    static final String READY = "took them";

    private BrokerProcess() {}

    /** {@code directory topic records} */
    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
        broker.createTopic(arguments[1], 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Future<RecordMetadata> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                byte[] value = ("record " + i).getBytes(StandardCharsets.UTF_8);
                last = producer.send(new ProducerRecord<>(arguments[1], 0, null, value));
            }
            last.get();
        }
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
