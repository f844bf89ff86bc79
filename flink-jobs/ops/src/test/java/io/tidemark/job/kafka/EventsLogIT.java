package io.tidemark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.config.KafkaConfig;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.ops.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topic says of itself, where transactions were committed, aborted or left open and records deleted. */
class EventsLogIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startTheBroker(@TempDir Path directory) {
        broker = EmbeddedBroker.start(directory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @Test
    void markersAndAbortedRecordsAreNoRecords() {
        KafkaConfig kafka = topic("transactions", 2);
        send(kafka, 3);
        try (var producer = transactional(kafka)) {
            producer.initTransactions();
            transaction(producer, kafka, 2).commitTransaction(); // records 3 and 4, a marker at 5
            transaction(producer, kafka, 2).abortTransaction(); // nothing at 6 and 7, a marker at 8
        }
        try (EventsLog log = new EventsLog(kafka)) {
            awaitEnd(log, 9);
            assertThat(log.ranges()).isEqualTo(Map.of(0, new OffsetRange(0, 9), 1, new OffsetRange(0, 0)));
            assertThat(log.holdsRecords(0, new OffsetRange(5, 9)))
                    .as("up to the end of the log")
                    .isFalse();
            send(kafka, 1); // record 9
            assertThat(log.ranges()).containsEntry(0, new OffsetRange(0, 10));

            assertThat(log.holdsRecords(0, new OffsetRange(0, 10))).isTrue();
            assertThat(log.holdsRecords(0, new OffsetRange(3, 4))).isTrue();
            assertThat(log.holdsRecords(0, new OffsetRange(4, 9))).isTrue();
            assertThat(log.holdsRecords(0, new OffsetRange(5, 6))).isFalse();
            assertThat(log.holdsRecords(0, new OffsetRange(6, 8))).isFalse();
            assertThat(log.holdsRecords(0, new OffsetRange(8, 9))).isFalse();
            assertThat(log.holdsRecords(0, new OffsetRange(5, 9))).isFalse();
            assertThat(log.holdsRecords(0, new OffsetRange(9, 10))).isTrue();

            assertThat(log.value(0, 4)).containsExactly('{', '}');
            assertThat(log.value(0, 5)).as("a marker").isNull();
            assertThat(log.value(0, 6)).as("an aborted record").isNull();
            assertThat(log.value(0, 9)).containsExactly('{', '}');
        }
    }

    @Test
    void anOpenTransactionIsNotPartOfTheLogYet() {
        KafkaConfig kafka = topic("open", 1);
        send(kafka, 2);
        try (var producer = transactional(kafka);
                EventsLog log = new EventsLog(kafka)) {
            producer.initTransactions();
            transaction(producer, kafka, 3).flush();

            assertThat(log.ranges()).containsEntry(0, new OffsetRange(0, 2));
            assertThat(log.holdsRecords(0, new OffsetRange(1, 5))).isTrue();
            assertThat(log.holdsRecords(0, new OffsetRange(2, 5))).isFalse();
            producer.commitTransaction();
            awaitEnd(log, 6);
            assertThat(log.holdsRecords(0, new OffsetRange(2, 5))).isTrue();
        }
    }

    @Test
    void theLogBeginsWhereKafkaStillHasIt() throws Exception {
        KafkaConfig kafka = topic("shortened", 1);
        send(kafka, 10);
        deleteBefore(kafka, 6);

        try (EventsLog log = new EventsLog(kafka)) {
            assertThat(log.ranges()).isEqualTo(Map.of(0, new OffsetRange(6, 10)));
            assertThat(log.holdsRecords(0, new OffsetRange(6, 7))).isTrue();
            assertThat(log.value(0, 6)).isNotNull();
            assertThat(log.value(0, 2)).as("deleted since the ranges were read").isNull();
            assertThatThrownBy(() -> log.holdsRecords(0, new OffsetRange(2, 4)))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("no longer has")
                    .hasMessageContaining("shortened");
        }
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        KafkaConfig kafka = config("nowhere");

        try (EventsLog log = new EventsLog(kafka)) {
            assertThatThrownBy(log::ranges)
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("nowhere")
                    .hasMessageContaining("there is no such topic")
                    .hasMessageContaining("kafka.topic");
        }
    }

    /** Brokers have no limits here, so a topic has those that it is given. */
    @Test
    void oldTimestampsAreKeptByATopicThatExpiresNothingAndTakesTheProducersTime() throws Exception {
        assertThat(EventsLog.takesOldTimestamps(topic("for.ever", 1))).isTrue();
        assertThat(EventsLog.takesOldTimestamps(topic("expiring", Map.of("retention.ms", "1209600000"))))
                .isFalse();
        assertThat(EventsLog.takesOldTimestamps(topic("stamping", Map.of("message.timestamp.type", "LogAppendTime"))))
                .isFalse();
    }

    /** A transaction is over for its producer a moment before its marker is in the log. */
    private static void awaitEnd(EventsLog log, long end) {
        await().atMost(Duration.ofSeconds(30)).until(() -> log.ranges().get(0).end() == end);
    }

    private static KafkaConfig topic(String name, int partitions) {
        broker.createTopic(name, partitions);
        return config(name);
    }

    private static KafkaConfig topic(String name, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
        return config(name);
    }

    private static KafkaConfig config(String topic) {
        return KafkaConfig.at(broker.bootstrapServers()).withTopic(topic);
    }

    private static void send(KafkaConfig kafka, int records) {
        try (var producer = producer(Map.of())) {
            send(producer, kafka, records);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, KafkaConfig kafka, int records) {
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(kafka.topic(), 0, null, new byte[] {'{', '}'}));
        }
        producer.flush();
    }

    private static KafkaProducer<byte[], byte[]> transactional(KafkaConfig kafka) {
        return producer(Map.of("transactional.id", "test-" + kafka.topic()));
    }

    private static KafkaProducer<byte[], byte[]> transaction(
            KafkaProducer<byte[], byte[]> producer, KafkaConfig kafka, int records) {
        producer.beginTransaction();
        send(producer, kafka, records);
        return producer;
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void deleteBefore(KafkaConfig kafka, long offset) throws ExecutionException, InterruptedException {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            admin.deleteRecords(Map.of(new TopicPartition(kafka.topic(), 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }
}
