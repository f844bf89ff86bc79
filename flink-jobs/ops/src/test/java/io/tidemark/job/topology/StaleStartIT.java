package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.StaleStart;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.RandomHistory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state that was kept under a name of its own, as savepoints are, and that the tables have left behind. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a job that is let in never ends by itself
class StaleStartIT {
    private static final int HALF = 200;
    private static final List<byte[]> HISTORY = RandomHistory.of(3, 2 * HALF);

    @Test
    void aKeptStateOlderThanTheTablesEndsTheJobAtOnce(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            broker.createTopic("events.raw", 1);
            try (SmallPipeline pipeline = new SmallPipeline(directory, broker, 1, Map.of())) {
                ingest(pipeline, null, HISTORY.subList(0, HALF), HALF);
                Path kept = copy(pipeline.newestCheckpoint(), directory.resolve("kept"));
                ingest(pipeline, pipeline.newestCheckpoint(), HISTORY.subList(HALF, 2 * HALF), 2L * HALF);

                try (RunningJob job = pipeline.start("file://" + kept)) {
                    assertThatThrownBy(job::await)
                            .hasMessageContaining(StaleStart.class.getSimpleName())
                            .hasMessageContaining("a second time");
                }
                assertThat(Heads.of(pipeline.lake()).totalOutcomes()).isEqualTo(2L * HALF);
            }
        }
    }

    private static void ingest(SmallPipeline pipeline, String checkpoint, List<byte[]> records, long total) {
        pipeline.send(records);
        try (RunningJob job = pipeline.start(checkpoint)) {
            pipeline.awaitRecords(job, total);
        }
    }

    private static Path copy(String checkpoint, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(Path.of(URI.create(checkpoint)))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
