package io.tidemark.ops.embedded;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartCheck.Starter;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.fence.StartState;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.replay.ReplaySource;
import io.tidemark.job.topology.FlinkSettings;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import java.net.URI;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The ingest job on a Flink cluster in this process, from its start to its end. */
public final class RunningJob implements AutoCloseable {
    /** How many operators of a kind, where the configuration does not say. */
    private static final int DEFAULT_PARALLELISM = 2;

    private final EmbeddedCluster cluster;
    private final JobID job;

    private RunningJob(EmbeddedCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /**
     * Starts a cluster and the job on it, and looks for no other writer before: a job of an earlier start that still runs
     * fails at its next commit.
     *
     * @param lake the lake, with its tables made
     * @param checkpoint what to go on from; null for a lake without records, or where a restore has made a state ready
     * @throws io.tidemark.lake.guard.Refusal if the checkpoint does not fit what the tables hold, or the topic lacks a version
     *     of the service configuration
     */
    public static RunningJob start(TidemarkConfig config, Lake lake, @Nullable String checkpoint) {
        return run(config, lake, decide(config, lake, checkpoint, Starter.COMMAND));
    }

    /** Starts a cluster and the job on it, as the fence has allowed it. */
    public static RunningJob run(TidemarkConfig config, Lake lake, StartDecision.Allowed start) {
        return start(config, start.state(), env -> IngestJob.define(env, config, lake, start));
    }

    /**
     * Starts a cluster and on it the job that reads what Kafka no longer has. It never ends by itself.
     *
     * @param state the state that a restore has made ready, or a checkpoint of this job itself
     */
    public static RunningJob replay(TidemarkConfig config, Lake lake, String state, ReplaySource forgotten) {
        StartDecision.Allowed start = decide(config, lake, state, Starter.REPLAY);
        return start(config, start.state(), env -> IngestJob.replay(env, config, lake, forgotten, start));
    }

    private static StartDecision.Allowed decide(
            TidemarkConfig config, Lake lake, @Nullable String state, Starter starter) {
        return StartCheck.decide(lake, state, starter, new ConfigTopic(config.kafka())::require, () -> {})
                .require();
    }

    private static RunningJob start(
            TidemarkConfig config, StartState state, Consumer<StreamExecutionEnvironment> definition) {
        Configuration flink = FlinkSettings.of(config.job());
        state.configure(flink);
        if (state.path() != null && !state.restored() && isOwn(config, state.path())) {
            flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        }
        Integer configured = config.job().parallelism();
        int parallelism = configured == null ? DEFAULT_PARALLELISM : configured;
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        definition.accept(env);
        EmbeddedCluster cluster = EmbeddedCluster.start(flink, parallelism);
        try {
            return new RunningJob(cluster, cluster.submit(env.getStreamGraph()));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Whether the job may delete the checkpoint once it needs it no more; a savepoint of a person's own it may not. */
    private static boolean isOwn(TidemarkConfig config, String checkpoint) {
        String directory = config.job().checkpointDir();
        return directory != null && checkpoint.startsWith(directory) && checkpoint.contains("/chk-");
    }

    /** Where Flink's web UI answers. */
    public URI webUi() {
        return cluster.webUi();
    }

    /**
     * Returns where the job runs, or is on its way to running again.
     *
     * @throws EmbeddedFailure if it has failed for good
     */
    public void check() {
        if (cluster.status(job) == JobStatus.FAILED) {
            cluster.await(job);
        }
    }

    /** Why the job is not running just now, though it will be started again; null where it runs, or never failed. */
    public @Nullable String trouble() {
        if (cluster.status(job) == JobStatus.RUNNING) {
            return null;
        }
        Throwable failure = cluster.lastFailure(job);
        return failure == null ? null : EmbeddedFailure.reason(failure);
    }

    /** Takes a checkpoint now instead of at the next interval, if the job is ready for one. */
    public void triggerCheckpoint() {
        if (cluster.status(job) == JobStatus.RUNNING && cluster.completedCheckpoints(job) > 0) {
            try {
                cluster.checkpoint(job);
            } catch (EmbeddedFailure busy) {
                // One is under way, or the job is being restarted: the next interval brings another.
            }
        }
    }

    /** Waits until the job ends, which is when it fails or is cancelled. */
    public JobStatus await() {
        return cluster.await(job);
    }

    /** Cancels the job, whose newest checkpoint stays, and stops the cluster. */
    @Override
    public void close() {
        try (cluster) {
            cluster.cancel(job);
        } catch (EmbeddedFailure alreadyGone) {
            // A job that is gone needs no cancelling; the cluster is stopped all the same.
        }
    }
}
