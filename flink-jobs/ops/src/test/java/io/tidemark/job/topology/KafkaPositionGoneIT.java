package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.EmbeddedFailure;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.RandomHistory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job whose place in the log is gone fails and says so; it never goes on elsewhere in silence. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a job that is let in never ends by itself
class KafkaPositionGoneIT {
    private static final int RECORDS = 200;
    private static final List<byte[]> HISTORY = RandomHistory.of(1, 2 * RECORDS);

    @Test
    void recordsThatKafkaHasForgottenAreMissed(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            broker.createTopic("events.raw", 1);
            try (SmallPipeline pipeline = new SmallPipeline(directory, broker, 1, Map.of());
                    Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                String checkpoint = ingestTheFirstHalf(pipeline);
                pipeline.send(HISTORY.subList(RECORDS, 2 * RECORDS));
                admin.deleteRecords(Map.of(
                                new TopicPartition("events.raw", 0), RecordsToDelete.beforeOffset(RECORDS + 50L)))
                        .all()
                        .get();

                failsForItsPosition(pipeline, checkpoint);
            }
        }
    }

    @Test
    void aTopicMadeAnewIsNotTakenForTheOldOne(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            broker.createTopic("events.raw", 1);
            try (SmallPipeline pipeline = new SmallPipeline(directory, broker, 1, Map.of());
                    Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                String checkpoint = ingestTheFirstHalf(pipeline);
                admin.deleteTopics(List.of("events.raw")).all().get();
                broker.createTopic("events.raw", 1);
                pipeline.send(HISTORY.subList(RECORDS, RECORDS + 20));

                failsForItsPosition(pipeline, checkpoint);
            }
        }
    }

    private static String ingestTheFirstHalf(SmallPipeline pipeline) {
        pipeline.send(HISTORY.subList(0, RECORDS));
        try (RunningJob job = pipeline.start(null)) {
            pipeline.awaitRecords(job, RECORDS);
        }
        return pipeline.newestCheckpoint();
    }

    private static void failsForItsPosition(SmallPipeline pipeline, String checkpoint) {
        try (RunningJob job = pipeline.start(checkpoint)) {
            assertThatThrownBy(job::await)
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("offset=" + RECORDS)
                    .hasMessageContaining("out of range")
                    .hasMessageContaining("events.raw-0");
        }
        assertThat(Heads.of(pipeline.lake()).totalOutcomes())
                .as("nothing behind the gap is written")
                .isEqualTo(RECORDS);
    }
}
