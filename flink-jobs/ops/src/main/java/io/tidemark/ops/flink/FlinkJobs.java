package io.tidemark.ops.flink;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.WriterTag;
import io.tidemark.lake.catalog.LakeFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.ConfigurationInfoEntry;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobConfigHeaders;
import org.apache.flink.runtime.rest.messages.JobConfigInfo;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.job.JobDetailsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.metrics.JobVertexMetricsHeaders;
import org.apache.flink.runtime.rest.messages.job.metrics.JobVertexMetricsMessageParameters;
import org.apache.flink.runtime.rest.messages.job.metrics.Metric;
import org.apache.flink.runtime.rest.messages.job.metrics.MetricsFilterParameter;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** The jobs of a Flink cluster, through its REST interface. */
public final class FlinkJobs implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final int TRIES = 5;
    /** How long {@link #pause} waits. */
    public static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final int LOOKS = 60;
    /** Twice the ten seconds after which Flink collects metrics again. */
    private static final int METRIC_LOOKS = 40;
    /** A request's line has at most 4,096 bytes. */
    private static final int METRICS_AT_A_TIME = 50;

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
    public record Found(JobID id, String name, @Nullable WriterTag tag) {}

    /**
     * A number of each task of a job.
     *
     * @param tasks how many tasks measure it; 0 where none does, or none has said so yet
     * @param byTask the number by the task's index, from 0; without those that have not said it
     */
    public record TaskNumbers(int tasks, SortedMap<Integer, Long> byTask) {
        /** Keeps a copy. */
        public TaskNumbers {
            byTask = Collections.unmodifiableSortedMap(new TreeMap<>(byTask));
        }

        /** Whether every task has said its own. */
        public boolean complete() {
            return tasks > 0 && byTask.size() == tasks;
        }
    }

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
    public static FlinkJobs at(URI address, TidemarkConfig config) {
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
    public Configuration settings() {
        return new Configuration(settings);
    }

    /** How many of each operator the cluster runs where a job does not say. */
    public int defaultParallelism() {
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

    /**
     * The jobs that write to a lake and have not ended: also those that fail and are started again and again.
     *
     * @param lake the lake of their {@link WriterTag}
     * @throws LakeFailure if the cluster does not answer; so do all that query it
     */
    public List<Found> writersTo(String lake) {
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
    public Optional<JobStatus> status(JobID id) {
        return answer("list the jobs of", client.listJobs()).stream()
                .filter(job -> job.getJobId().equals(id))
                .map(JobStatusMessage::getJobState)
                .findFirst();
    }

    /**
     * What the tasks of a job say of a number that each of them measures. The cluster collects such numbers every ten seconds,
     * and only while somebody queries them, so this waits until every task has said its own, some seconds at most.
     *
     * @param metric the number, without the operator's name, such as {@code tidemark.configVersion}
     */
    public TaskNumbers numbers(JobID job, String metric) {
        TaskNumbers numbers = numbersNow(job, metric);
        for (int look = 0; look < METRIC_LOOKS && !numbers.complete() && runs(job); look++) {
            pause(address);
            numbers = numbersNow(job, metric);
        }
        return numbers;
    }

    private boolean runs(JobID job) {
        return status(job).filter(JobStatus.RUNNING::equals).isPresent();
    }

    private TaskNumbers numbersNow(JobID job, String metric) {
        JobMessageParameters parameters = new JobMessageParameters();
        parameters.jobPathParameter.resolve(job);
        JobDetailsInfo details = answer(
                "look at the job " + job + " on",
                client.sendRequest(JobDetailsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()));
        int tasks = 0;
        SortedMap<Integer, Long> byTask = new TreeMap<>();
        for (JobDetailsInfo.JobVertexDetailsInfo vertex : details.getJobVertexInfos()) {
            List<String> ids = metrics(job, vertex.getJobVertexID(), List.of()).stream()
                    .map(Metric::getId)
                    .filter(id -> id.endsWith("." + metric))
                    .toList();
            for (int from = 0; from < ids.size(); from += METRICS_AT_A_TIME) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + METRICS_AT_A_TIME));
                for (Metric each : metrics(job, vertex.getJobVertexID(), some)) {
                    // Its name begins with the number of the task.
                    byTask.put(
                            Integer.valueOf(
                                    each.getId().substring(0, each.getId().indexOf('.'))),
                            Long.valueOf(each.getValue()));
                }
            }
            tasks += ids.isEmpty() ? 0 : vertex.getParallelism();
        }
        return new TaskNumbers(tasks, byTask);
    }

    /** The metrics of these names; the names of all where there are none, without values. */
    private Collection<Metric> metrics(JobID job, JobVertexID vertex, List<String> names) {
        JobVertexMetricsMessageParameters parameters = new JobVertexMetricsMessageParameters();
        parameters.jobPathParameter.resolve(job);
        parameters.jobVertexIdPathParameter.resolve(vertex);
        parameters.getQueryParameters().forEach(parameter -> {
            if (parameter instanceof MetricsFilterParameter filter && !names.isEmpty()) {
                filter.resolve(names);
            }
        });
        return answer(
                        "get the metrics of the job " + job + " on",
                        client.sendRequest(
                                JobVertexMetricsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()))
                .getMetrics();
    }

    /** Why a job that has ended has failed, in one line. */
    public String reason(JobID id) {
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
    public void cancel(JobID id) {
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
    public static void pause(URI address) {
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

    /** What is thrown where the cluster does not do {@code what}, such as "list the jobs of". */
    public static LakeFailure failure(URI address, String what, Throwable thrown) {
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
