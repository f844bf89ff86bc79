package io.tidemark.job.topology;

import static org.awaitility.Awaitility.await;

import io.tidemark.config.IntakeConfig;
import io.tidemark.config.JobConfig;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import io.tidemark.ops.embedded.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The job over a broker that is there already, into a lake of its own, quick to commit and quick to give up. */
final class SmallPipeline implements AutoCloseable {
    private final Path directory;
    private final TidemarkConfig config;
    private final Lake lake;

    /**
     * A pipeline that does not run yet.
     *
     * @param flink further options of Flink
     */
    SmallPipeline(Path directory, EmbeddedBroker broker, int parallelism, Map<String, String> flink) {
        this.directory = directory;
        TidemarkConfig base = DirectoryLake.config(directory);
        this.config = base.withBootstrapServers(broker.bootstrapServers())
                .withIntake(IntakeConfig.defaults().withThrottle(new ThrottleConfig(1, Duration.ofSeconds(30), 200)))
                .withJob(new JobConfig(
                        parallelism,
                        base.job().maxParallelism(),
                        JobConfig.StateBackend.HASHMAP,
                        Duration.ofMillis(500),
                        base.job().checkpointDir(),
                        base.job().checkpointsRetained(),
                        1,
                        Duration.ofMillis(100),
                        flink));
        directory.toFile().mkdirs();
        this.lake = LakeTables.open(config);
        lake.createMissing(LakeTables.options(config));
    }

    TidemarkConfig config() {
        return config;
    }

    Lake lake() {
        return lake;
    }

    /** Sends records as clients would: each to the partition of its device. */
    void send(List<byte[]> records) {
        try (EventsSender sender = new EventsSender(config.kafka())) {
            records.forEach(sender::send);
            sender.flush();
        }
    }

    /** Starts the job from a checkpoint, or without state. */
    RunningJob start(@Nullable String checkpoint) {
        return RunningJob.start(config, lake, checkpoint);
    }

    /** The newest checkpoint that the job has left. */
    String newestCheckpoint() {
        return "file://"
                + RetainedCheckpoints.newest(directory.resolve("checkpoints"))
                        .orElseThrow()
                        .path();
    }

    /** Waits until the tables hold this many records of the log. */
    void awaitRecords(RunningJob job, long records) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            job.check();
            return Heads.of(lake).totalOutcomes() == records;
        });
    }

    @Override
    public void close() {
        lake.close();
    }
}
