package io.tidemark.ops.restore;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.fence.WriterTag;
import io.tidemark.lake.catalog.LakeFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.ConfigurationInfoEntry;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobConfigHeaders;
import org.apache.flink.runtime.rest.messages.JobConfigInfo;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** The jobs of a Flink cluster, through its REST interface. */
final class FlinkJobs implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final int TRIES = 5;
    static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int LOOKS = 60;

    private final URI address;
    private final Configuration settings;
    private final RestClusterClient<URI> client;

    /**
     * A job that has not ended.
     *
     * @param id Flink's id of it
     * @param name what it is called
     * @param tag what it writes to; null if it does not say, which none of ours does any more
     */
    record Found(JobID id, String name, @Nullable WriterTag tag) {}

    private FlinkJobs(URI address, Configuration settings, RestClusterClient<URI> client) {
        this.address = address;
        this.settings = settings;
        this.client = client;
    }

    /**
     * The jobs of the cluster at an address; does not connect yet.
     *
     * @param config may hold further settings of Flink's client ({@code job.flink}), for a cluster that requires keys
     */
    static FlinkJobs at(URI address, TidemarkConfig config) {
        Configuration settings =
                new Configuration(Configuration.fromMap(config.job().flink()));
        boolean secure = "https".equals(address.getScheme());
        settings.set(DeploymentOptions.TARGET, "remote");
        settings.set(RestOptions.ADDRESS, address.getHost());
        int standard = secure ? 443 : 80;
        settings.set(RestOptions.PORT, address.getPort() < 0 ? standard : address.getPort());
        if (address.getPath() != null && address.getPath().length() > 1) {
            settings.set(RestOptions.PATH, address.getPath());
        }
        if (secure) {
            settings.set(SecurityOptions.SSL_REST_ENABLED, true);
        }
        settings.set(RestOptions.RETRY_MAX_ATTEMPTS, TRIES);
        settings.set(RestOptions.RETRY_DELAY, Duration.ofSeconds(1));
        settings.set(RestOptions.CONNECTION_TIMEOUT, Duration.ofSeconds(5));
        try {
            return new FlinkJobs(address, settings, new RestClusterClient<>(settings, address));
        } catch (Exception e) { // the constructor declares it
            throw failure(address, "connect to", e);
        }
    }

    /** What Flink's client needs to submit a job there. */
    Configuration settings() {
        return new Configuration(settings);
    }

    /** How many of each operator the cluster runs where a job does not say. */
    int defaultParallelism() {
        return answer(
                        "get the settings of",
                        client.sendRequest(
                                ClusterConfigurationInfoHeaders.getInstance(),
                                EmptyMessageParameters.getInstance(),
                                EmptyRequestBody.getInstance()))
                .stream()
                .filter(entry -> entry.getKey().equals(CoreOptions.DEFAULT_PARALLELISM.key()))
                .map(ConfigurationInfoEntry::getValue)
                .map(Integer::parseInt)
                .findFirst()
                .orElse(1);
    }

    /** The jobs that write to a lake and have not ended: also those that fail and are started again and again. */
    List<Found> writersTo(String lake) {
        List<Found> writers = new ArrayList<>();
        for (JobStatusMessage job : answer("list the jobs of", client.listJobs())) {
            if (!job.getJobState().isGloballyTerminalState()) {
                WriterTag tag = tag(job.getJobId());
                if (tag != null && tag.lake().equals(lake)) {
                    writers.add(new Found(job.getJobId(), job.getJobName(), tag));
                }
            }
        }
        return writers;
    }

    /** In which state a job is; empty if the cluster does not know it. */
    Optional<JobStatus> status(JobID id) {
        return answer("list the jobs of", client.listJobs()).stream()
                .filter(job -> job.getJobId().equals(id))
                .map(JobStatusMessage::getJobState)
                .findFirst();
    }

    /** Why a job that has ended has failed, in one line. */
    String reason(JobID id) {
        JobResult result = answer("wait for the end of the job " + id + " on", client.requestJobResult(id));
        return result.getSerializedThrowable()
                .map(thrown -> ExceptionUtils.stringifyException(thrown)
                        .lines()
                        .filter(line -> !line.startsWith("\tat "))
                        .reduce((first, last) -> last.startsWith("Caused by: ") ? last : first)
                        .orElse(""))
                .orElse("no reason given");
    }

    /** Cancels a job; returns before it has ended. One that has ended meanwhile is left as it is. */
    void cancel(JobID id) {
        try {
            answer("cancel the job " + id + " on", client.cancel(id));
        } catch (LakeFailure failure) {
            if (status(id).filter(status -> !status.isGloballyTerminalState()).isPresent()) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private @Nullable WriterTag tag(JobID id) {
        JobMessageParameters parameters = new JobMessageParameters();
        parameters.jobPathParameter.resolve(id);
        for (int look = 0; look < LOOKS; look++) {
            JobConfigInfo.ExecutionConfigInfo known = answer(
                            "get the parameters of the job " + id + " on",
                            client.sendRequest(
                                    JobConfigHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()))
                    .getExecutionConfigInfo();
            if (known != null) {
                return WriterTag.in(known.getGlobalJobParameters());
            }
            // A job that was only just submitted has none yet.
            pause(address);
        }
        return null;
    }

    /** Waits briefly before the cluster is queried again. */
    static void pause(URI address) {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(address, "wait for", e);
        }
    }

    private <T> T answer(String what, CompletableFuture<T> future) {
        try {
            return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(address, what, e);
        } catch (ExecutionException | TimeoutException e) {
            throw failure(address, what, e);
        }
    }

    static LakeFailure failure(URI address, String what, Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : root.getMessage();
        return new LakeFailure(
                "Could not " + what + " the Flink cluster at " + address,
                message.isBlank()
                        ? root.getClass().getSimpleName()
                        : message.lines().findFirst().orElse("").strip(),
                "Check --flink and that its JobManager runs and answers there, then run the same command again.",
                thrown);
    }
}
