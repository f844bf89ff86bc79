package io.tidemark.job.topology;

import io.tidemark.config.JobConfig;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * The job's settings of Flink; all of them explicit, for a restore depends on them. Checkpoints are always aligned: an
 * unaligned one holds records in flight, in a form that only this release of the job reads, and a state that is computed
 * from the tables has none.
 */
public final class FlinkSettings {
    private FlinkSettings() {}

    /** The settings of a job. */
    public static Configuration of(JobConfig job) {
        Configuration flink = new Configuration();
        job.flink().forEach(flink::setString);
        flink.set(PipelineOptions.NAME, "tidemark-ingest");
        flink.set(PipelineOptions.MAX_PARALLELISM, job.maxParallelism());
        // Rows and records go from operator to operator of a chain as they are; none of ours keeps one.
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        // No Kryo: a type that would need it fails the job at its start.
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, job.checkpointInterval());
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // Set, and not left to its default: a cluster's own setting would win otherwise.
        flink.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, job.checkpointsRetained());
        flink.set(
                StateBackendOptions.STATE_BACKEND,
                switch (job.stateBackend()) {
                    case ROCKSDB -> "rocksdb";
                    case HASHMAP -> "hashmap";
                });
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, job.restartAttempts());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, job.restartDelay());
        if (job.checkpointDir() != null) {
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, job.checkpointDir());
        }
        return flink;
    }
}
