package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.JobConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.RandomHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two starts so close to each other that neither has seen a commit of the other: one of them writes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a job that is let in never ends by itself
class TwoStartsIT {
    private static final List<byte[]> HISTORY = RandomHistory.of(29, 300);

    @Test
    void theLaterStartWritesAndTheEarlierEndsAtItsNextCommitWithoutARestart(@TempDir Path directory) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            broker.createTopic("events.raw", 2);
            try (SmallPipeline pipeline = new SmallPipeline(directory, broker, 1, Map.of());
                    // Neither commits before the other is started.
                    RunningJob first = RunningJob.start(slow(pipeline.config()), pipeline.lake(), null);
                    RunningJob second = RunningJob.start(slow(pipeline.config()), pipeline.lake(), null)) {
                pipeline.send(HISTORY);

                assertThatThrownBy(first::await)
                        .hasMessageContaining("the job was started once more")
                        .hasMessageContaining("Stop this job");
                pipeline.awaitRecords(second, HISTORY.size());
                second.check();
                assertThat(Heads.of(pipeline.lake()).totalOutcomes()).isEqualTo(HISTORY.size());
            }
        }
    }

    private static TidemarkConfig slow(TidemarkConfig config) {
        JobConfig job = config.job();
        return config.withJob(new JobConfig(
                job.parallelism(),
                job.maxParallelism(),
                job.stateBackend(),
                Duration.ofSeconds(12),
                job.checkpointDir(),
                job.checkpointsRetained(),
                job.restartAttempts(),
                job.restartDelay(),
                job.flink()));
    }
}
