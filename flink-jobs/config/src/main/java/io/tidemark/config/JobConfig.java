package io.tidemark.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the job runs on Flink ({@code job} in the file).
 *
 * @param parallelism how many of each operator; null: the cluster's default
 * @param maxParallelism the number of key groups; fixed for the life of the state
 * @param stateBackend where the devices' state is kept while the job runs
 * @param checkpointInterval how often the tables commit
 * @param checkpointDir where checkpoints are kept; null: where the Flink cluster's own configuration says
 * @param checkpointsRetained how many completed checkpoints are kept
 * @param restartAttempts how often the job is started again after failures, before it is given up
 * @param restartDelay how long it waits before each start
 * @param flink further options of Flink, passed through
 */
public record JobConfig(
        @Nullable Integer parallelism,
        int maxParallelism,
        StateBackend stateBackend,
        Duration checkpointInterval,
        @Nullable String checkpointDir,
        int checkpointsRetained,
        int restartAttempts,
        Duration restartDelay,
        Map<String, String> flink) {

    /** Where the devices' state is kept while the job runs. Savepoints of one can be read by the other. */
    public enum StateBackend {
        /** On the TaskManager's disk; state may be larger than memory. */
        ROCKSDB,
        /** On the heap; faster, and bounded by it. */
        HASHMAP
    }

    public JobConfig {
        flink = Map.copyOf(flink);
    }

    /** The default settings, with checkpoints in this place; null: where the Flink cluster's own configuration says. */
    public static JobConfig checkpointingTo(@Nullable String checkpointDir) {
        return new JobConfig(
                null,
                128,
                StateBackend.ROCKSDB,
                Duration.ofSeconds(30),
                checkpointDir,
                3,
                10,
                Duration.ofSeconds(5),
                Map.of());
    }

    /** The same with this many of each operator. */
    public JobConfig withParallelism(int operators) {
        return new JobConfig(
                operators,
                maxParallelism,
                stateBackend,
                checkpointInterval,
                checkpointDir,
                checkpointsRetained,
                restartAttempts,
                restartDelay,
                flink);
    }

    /** The same with another state backend. */
    public JobConfig withStateBackend(StateBackend backend) {
        return new JobConfig(
                parallelism,
                maxParallelism,
                backend,
                checkpointInterval,
                checkpointDir,
                checkpointsRetained,
                restartAttempts,
                restartDelay,
                flink);
    }

    /** The same with another time between checkpoints. */
    public JobConfig withCheckpointInterval(Duration interval) {
        return new JobConfig(
                parallelism,
                maxParallelism,
                stateBackend,
                interval,
                checkpointDir,
                checkpointsRetained,
                restartAttempts,
                restartDelay,
                flink);
    }

    /** The same with checkpoints in another place. */
    public JobConfig withCheckpointDir(String directory) {
        return new JobConfig(
                parallelism,
                maxParallelism,
                stateBackend,
                checkpointInterval,
                directory,
                checkpointsRetained,
                restartAttempts,
                restartDelay,
                flink);
    }

    @Override
    public String toString() {
        return ("JobConfig[parallelism=%s, maxParallelism=%d, stateBackend=%s, checkpointInterval=%s, checkpointDir=%s,"
                        + " checkpointsRetained=%d, restartAttempts=%d, restartDelay=%s, flink=%s]")
                .formatted(
                        parallelism,
                        maxParallelism,
                        stateBackend,
                        checkpointInterval,
                        checkpointDir,
                        checkpointsRetained,
                        restartAttempts,
                        restartDelay,
                        Secret.masked(flink));
    }
}
