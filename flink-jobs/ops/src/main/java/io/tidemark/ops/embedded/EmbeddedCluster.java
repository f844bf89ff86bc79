package io.tidemark.ops.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process: one JobManager, one TaskManager, and the web UI on a free port of the loopback
 * interface.
 *
 * <p>State backend, checkpoint directory and what is kept of checkpoints are the configuration's; memory is sized for a
 * heap of 2 GiB where the configuration says nothing. The web UI shows and changes nothing: jobs are cancelled here.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    // Those that run, by where their web UI answers: Flink makes an executor by itself, and has only texts to give it.
    private static final Map<String, EmbeddedCluster> RUNNING = new ConcurrentHashMap<>();

    private final MiniCluster cluster;
    private final URI webUi;

    private EmbeddedCluster(MiniCluster cluster, URI webUi) {
        this.cluster = cluster;
        this.webUi = webUi;
    }

    /**
     * Starts a cluster; returns when it takes jobs.
     *
     * @param configuration Flink's configuration; what it says of addresses, ports and slots is not used
     * @param slots the task slots, at least the largest parallelism of a job
     * @throws EmbeddedFailure where it cannot start
     */
    public static EmbeddedCluster start(Configuration configuration, int slots) {
        Loopback.require("Cannot start Flink in this process");
        MiniCluster cluster = new MiniCluster(ClusterSettings.of(configuration, slots));
        try {
            cluster.start();
            URI webUi = cluster.getRestAddress().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("embedded cluster started webUi={} slots={}", webUi, slots);
            EmbeddedCluster started = new EmbeddedCluster(cluster, webUi);
            RUNNING.put(webUi.toString(), started);
            return started;
        } catch (Exception e) { // MiniCluster.start declares Exception
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            close(cluster);
            throw new EmbeddedFailure(
                    "Cannot start a Flink cluster with " + slots + " slots in this process: "
                            + EmbeddedFailure.reason(e)
                            + ". Check the memory that Java may use and the directory for temporary files.",
                    e);
        }
    }

    /** Where the web UI answers. */
    public URI webUi() {
        return webUi;
    }

    /** Makes a configuration send what is executed by it to this cluster. */
    public void choose(Configuration configuration) {
        EmbeddedExecutor.choose(configuration, webUi.toString());
    }

    /** One that was started and is not closed. @throws EmbeddedFailure if there is none of that name */
    static EmbeddedCluster named(String name) {
        EmbeddedCluster running = RUNNING.get(name);
        if (running == null) {
            throw new EmbeddedFailure("The cluster " + name + " of this process is closed.");
        }
        return running;
    }

    /** Submits a job whose result somebody waits for; what is returned is done when it runs. */
    CompletableFuture<JobClient> execute(JobGraph job, ClassLoader classes) {
        JobID id = job.getJobID();
        return cluster.submitJob(job).thenApplyAsync(taken -> {
            try {
                ClientUtils.waitUntilJobInitializationFinished(
                        () -> cluster.getJobStatus(id).get(),
                        () -> cluster.requestJobResult(id).get(),
                        classes);
            } catch (JobInitializationException e) {
                throw new CompletionException(e);
            }
            return new MiniClusterJobClient(id, cluster, classes, MiniClusterJobClient.JobFinalizationBehavior.NOTHING);
        });
    }

    /** Submits a job; returns when the cluster has taken it, which is before it runs. */
    public JobID submit(JobGraph job) {
        return answer("submit the job " + job.getName(), cluster.submitJob(job)).getJobID();
    }

    /** Submits a job; returns when the cluster has taken it, which is before it runs. */
    public JobID submit(StreamGraph job) {
        return submit(job.getJobGraph());
    }

    /** In which state the job is. */
    public JobStatus status(JobID job) {
        return answer("get the state of the job " + job, cluster.getJobStatus(job));
    }

    /** The newest failure of the job, also one that it was started again after; null where there was none. */
    public @Nullable Throwable lastFailure(JobID job) {
        ErrorInfo failure = graph(job).getFailureInfo();
        return failure == null ? null : deserialized(failure.getException());
    }

    /** The newest completed checkpoint of the job, with its id and its path; null before the first. */
    public @Nullable CompletedCheckpointStats lastCheckpoint(JobID job) {
        CheckpointStatsSnapshot statistics = graph(job).getCheckpointStatsSnapshot();
        return statistics == null ? null : statistics.getHistory().getLatestCompletedCheckpoint();
    }

    /** How many checkpoints the job has completed since it was submitted, without the one that it was restored from. */
    public long completedCheckpoints(JobID job) {
        CheckpointStatsSnapshot statistics = graph(job).getCheckpointStatsSnapshot();
        return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
    }

    /**
     * Takes a checkpoint now and waits for it.
     *
     * @return its location, as a URI or path
     * @throws EmbeddedFailure where it does not complete, for example because not every task runs yet
     */
    public String checkpoint(JobID job) {
        return answer("take a checkpoint of the job " + job, cluster.triggerCheckpoint(job));
    }

    /** Cancels the job and waits until it has ended; a job that has ended already is left as it is. */
    public void cancel(JobID job) {
        if (!status(job).isGloballyTerminalState()) {
            answer("cancel the job " + job, cluster.cancelJob(job));
        }
        answer("wait for the end of the job " + job, cluster.requestJobResult(job));
    }

    /**
     * Waits until the job has ended, however long that takes.
     *
     * @return {@code FINISHED} or {@code CANCELED}
     * @throws EmbeddedFailure where the job failed, with the root of the failure in the message
     */
    public JobStatus await(JobID job) {
        try {
            return ended(job, cluster.requestJobResult(job).get());
        } catch (ExecutionException | InterruptedException e) {
            throw failed("wait for the end of the job " + job, e);
        }
    }

    /**
     * Runs a bounded job to its end.
     *
     * @return the time from the submission to the end
     * @throws EmbeddedFailure where the job failed, with the root of the failure in the message
     */
    public Duration run(StreamGraph bounded) {
        long began = System.nanoTime();
        await(submit(bounded));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Stops the cluster and every job on it, half a minute at most. */
    @Override
    public void close() {
        RUNNING.remove(webUi.toString());
        close(cluster);
    }

    private static void close(MiniCluster cluster) {
        try {
            cluster.closeAsync().get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("embedded cluster did not stop cleanly reason={}", EmbeddedFailure.reason(e));
        }
    }

    private AccessExecutionGraph graph(JobID job) {
        return answer("look at the job " + job, cluster.getExecutionGraph(job));
    }

    private JobStatus ended(JobID job, JobResult result) {
        JobStatus status = result.isSuccess() ? JobStatus.FINISHED : status(job);
        if (status == JobStatus.FAILED) {
            Throwable failure = result.getSerializedThrowable()
                    .map(EmbeddedCluster::deserialized)
                    .orElseGet(() -> new IllegalStateException("no reason given"));
            throw new EmbeddedFailure(
                    "The job " + job + " failed: " + EmbeddedFailure.reason(failure)
                            + ". What it committed before is complete; see the log for the whole failure.",
                    failure);
        }
        return status;
    }

    private static Throwable deserialized(SerializedThrowable failure) {
        return failure.deserializeError(EmbeddedCluster.class.getClassLoader());
    }

    private static <T> T answer(String what, CompletableFuture<T> future) {
        try {
            return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    private static EmbeddedFailure failed(String what, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new EmbeddedFailure(
                "Cannot " + what + " on the Flink cluster in this process: " + EmbeddedFailure.reason(e)
                        + ". See the log for what the cluster said.",
                e);
    }
}
