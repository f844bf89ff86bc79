package io.tidemark.ops.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Refusal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = "events.raw";
    private static final long IN_THE_YEAR_2150 = 5_680_281_600_000L;

    @TempDir
    private Path directory;

    @Test
    void recordsAndTopicsAreStillThereAfterAStopAndAStart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            broker.createTopic(TOPIC, 2);
            broker.createTopic(TOPIC, 2);
            send(broker, 0, "one", "two");
            send(broker, 1, "three");
            assertThat(broker.endOffsets(TOPIC)).isEqualTo(Map.of(0, 2L, 1, 1L));
            assertThat(broker.startOffsets(TOPIC)).isEqualTo(Map.of(0, 0L, 1, 0L));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(broker.endOffsets(TOPIC)).isEqualTo(Map.of(0, 2L, 1, 1L));
            send(broker, 1, "four");
            assertThat(texts(read(broker, 1, 2))).containsExactly("three", "four");
            assertThat(texts(read(broker, 0, 2))).containsExactly("one", "two");
            broker.check();
        }
    }

    @Test
    void aBrokerThatWasKilledStartsAgainWithEveryRecordThatItAcknowledged() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString(),
                        TOPIC,
                        "500")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(killed.getInputStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo(BrokerProcess.READY);
        } finally {
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();

        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(broker.endOffsets(TOPIC)).isEqualTo(Map.of(0, 500L));
            assertThat(texts(read(broker, 0, 500)).get(499)).isEqualTo("record 499");
        }
    }

    @Test
    void aRecordOfTenMebibytesAndATimestampOfAnotherCenturyAreTaken() throws Exception {
        byte[] big = new byte[10 * 1024 * 1024];
        big[big.length - 1] = 42;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                KafkaProducer<byte[], byte[]> producer = producer(broker)) {
            broker.createTopic(TOPIC, 1);
            RecordMetadata taken = producer.send(new ProducerRecord<>(TOPIC, 0, IN_THE_YEAR_2150, null, big))
                    .get();
            assertThat(taken.timestamp()).isEqualTo(IN_THE_YEAR_2150);
            assertThat(read(broker, 0, 1).get(0)).isEqualTo(big);
        }
    }

    @Test
    void aTopicThatNobodyMadeIsNotThere() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThatThrownBy(() -> broker.endOffsets("nothing.here"))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("Cannot describe the topic nothing.here")
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void anotherNumberOfPartitionsIsAnErrorThatNamesBoth() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            broker.createTopic(TOPIC, 2);
            assertThatThrownBy(() -> broker.createTopic(TOPIC, 3))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("with 3 partitions: it has 2");
        }
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryDoesNotStartAndHurtsNobody() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            broker.createTopic(TOPIC, 1);
            assertThatThrownBy(() -> EmbeddedBroker.start(directory))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
            send(broker, 0, "still here");
            broker.check();
        }
    }

    @Test
    void formattingThatWasCutOffIsDoneAgain() throws Exception {
        BrokerStorage.in(directory).prepare();
        Files.delete(BrokerStorage.in(directory).data().resolve("meta.properties"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            broker.createTopic(TOPIC, 1);
            assertThat(broker.endOffsets(TOPIC)).isEqualTo(Map.of(0, 0L));
        }
    }

    @Test
    void logsWithoutTheirMetaPropertiesAreNotTouched() throws Exception {
        Path log = Files.createDirectories(BrokerStorage.in(directory).data().resolve(TOPIC + "-0"));
        assertThatThrownBy(() -> EmbeddedBroker.start(directory))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("meta.properties");
        assertThat(log).isDirectory();
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "max.request.size",
                        BrokerSettings.LARGEST_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(EmbeddedBroker broker, int partition, String... texts) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
            for (String text : texts) {
                producer.send(new ProducerRecord<>(TOPIC, partition, null, text.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    private static List<byte[]> read(EmbeddedBroker broker, int partition, int count) {
        TopicPartition from = new TopicPartition(TOPIC, partition);
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(from));
            consumer.seekToBeginning(List.of(from));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static List<String> texts(List<byte[]> values) {
        return values.stream().map(value -> new String(value, UTF_8)).toList();
    }
}
