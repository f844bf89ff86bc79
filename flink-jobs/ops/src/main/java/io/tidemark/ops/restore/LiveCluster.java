package io.tidemark.ops.restore;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartCheck.Starter;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.fence.WriterTag;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.FlinkSettings;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.flink.FlinkJobs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job on a standalone Flink cluster, through its REST interface. Of all jobs there it touches those alone that say
 * that they write to this lake ({@link WriterTag}).
 */
public final class LiveCluster implements JobControl {
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
    /** Large states are loaded and checkpointed for minutes. */
    private static final Duration COMMITS_WITHIN = Duration.ofMinutes(15);

    private final URI address;
    private final Path jar;
    private final TidemarkConfig config;
    private final Lake lake;
    private final FlinkJobs jobs;

    /**
     * The job of a lake on a cluster; does not connect yet.
     *
     * @param address where the cluster's REST interface answers
     * @param jar the job's jar, from {@link JobJar#find}
     * @param config what the job is told; checkpoints are stored where both this process and the cluster reach
     * @param lake the lake, with its tables
     */
    public LiveCluster(URI address, Path jar, TidemarkConfig config, Lake lake) {
        this.address = address;
        this.jar = jar;
        this.config = config;
        this.lake = lake;
        this.jobs = FlinkJobs.at(address, config);
    }

    @Override
    public void require() {
        jobs.writersTo(WriterTag.of(lake).lake());
    }

    @Override
    public String stop() {
        List<FlinkJobs.Found> running = jobs.writersTo(WriterTag.of(lake).lake());
        running.forEach(job -> end(job.id()));
        return running.isEmpty() ? "no job runs on " + address : "stopped " + ids(running) + " on " + address;
    }

    @Override
    public String start(RestorePlan plan, StartPoint from) {
        WriterTag wanted = new WriterTag(WriterTag.of(lake).lake(), new WriterEpoch(plan.nextEpoch()));
        List<FlinkJobs.Found> running = jobs.writersTo(wanted.lake());
        // A cluster that keeps its jobs may have brought an older one back meanwhile; it could only fail.
        running.stream().filter(job -> !wanted.equals(job.tag())).forEach(job -> end(job.id()));
        JobID job = running.stream()
                .filter(found -> wanted.equals(found.tag()))
                .map(FlinkJobs.Found::id)
                .findFirst()
                .orElseGet(() -> submit(plan));
        awaitCommits(job, plan);
        return "job " + job + " on " + address + "; its first commits follow the target";
    }

    @Override
    public void close() {
        jobs.close();
    }

    private JobID submit(RestorePlan plan) {
        // Opened as the job is, and not to restore: what the job may do to the tables goes with it to the cluster.
        try (Lake plain = LakeTables.open(config)) {
            StartDecision.Allowed start = decide(plain, plan).require();
            Configuration flink = FlinkSettings.of(config.job());
            flink.addAll(jobs.settings());
            start.state().configure(flink);
            flink.set(PipelineOptions.JARS, List.of(jar.toUri().toString()));
            flink.set(DeploymentOptions.ATTACHED, false);
            Integer configured = config.job().parallelism();
            StreamExecutionEnvironment env = new StreamExecutionEnvironment(flink);
            env.setParallelism(configured == null ? jobs.defaultParallelism() : configured);
            IngestJob.define(env, config, plain, start);
            return env.executeAsync().getJobID();
        } catch (LakeFailure | Refusal e) {
            throw e;
        } catch (Exception e) { // executeAsync declares it
            throw FlinkJobs.failure(address, "submit the job to", e);
        }
    }

    /**
     * Where the job goes on: from what the restore has made ready or, once it has committed, from its own checkpoint. Of
     * two submissions that cross each other, the earlier cut off on its way, the later one writes.
     */
    private StartDecision decide(Lake plain, RestorePlan plan) {
        ConfigTopic topic = new ConfigTopic(config.kafka());
        StartDecision ready = StartCheck.decide(plain, null, Starter.COMMAND, topic::require, () -> {});
        return ready instanceof StartDecision.Refused refused
                        && refused.refusal().code() == RefusalCode.STATELESS_START
                ? StartCheck.decide(plain, newestCheckpoint(plan), Starter.COMMAND, topic::require, () -> {})
                : ready;
    }

    private String newestCheckpoint(RestorePlan plan) {
        Heads heads = Heads.of(lake);
        CheckpointStamp newest = LakeTable.pipeline().stream()
                .map(heads::stamp)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        String directory = Objects.requireNonNull(config.job().checkpointDir(), "the state was written there");
        return CheckpointPlaces.newestOf(directory, newest.jobId())
                .filter(checkpoint -> checkpoint.id() >= newest.checkpointId())
                .map(CheckpointPlaces.Checkpoint::path)
                .orElseThrow(() -> new LakeFailure(
                        "Could not start the job of epoch " + plan.nextEpoch() + " again",
                        "it has committed checkpoint " + newest.checkpointId() + ", which is not in " + directory + "/"
                                + newest.jobId() + " any more",
                        "Bring that directory back. Nothing else is lost: the tables hold what they held.",
                        null));
    }

    private void end(JobID job) {
        jobs.cancel(job);
        long looks = looks(ENDS_WITHIN);
        while (jobs.status(job)
                .filter(status -> !status.isGloballyTerminalState())
                .isPresent()) {
            if (looks-- == 0) {
                throw new LakeFailure(
                        "Could not stop the job " + job + " on the Flink cluster at " + address,
                        "it was cancelled and has not ended within " + ENDS_WITHIN.toMinutes() + " minutes",
                        "Look at it in Flink's web UI; when it has ended, run the same command again.",
                        null);
            }
            FlinkJobs.pause(address);
        }
    }

    private void awaitCommits(JobID job, RestorePlan plan) {
        String tried = "Could not start the job " + job + " on the Flink cluster at " + address;
        long looks = looks(COMMITS_WITHIN);
        for (List<LakeTable> missing = FirstCommits.missing(lake, plan);
                !missing.isEmpty();
                missing = FirstCommits.missing(lake, plan)) {
            JobStatus status = jobs.status(job)
                    .orElseThrow(() -> new LakeFailure(
                            tried,
                            "the cluster does not know it any more: its JobManager was restarted",
                            "Run the same command again: it goes on from here.",
                            null));
            if (status.isGloballyTerminalState()) {
                throw new LakeFailure(
                        tried,
                        "it ended as " + status + " before it had committed to every table: " + jobs.reason(job),
                        "Mend that, then run the same command again: it goes on from here.",
                        null);
            }
            if (looks-- == 0) {
                throw new LakeFailure(
                        tried,
                        "it is " + status + " and has not committed to " + names(missing) + " within "
                                + COMMITS_WITHIN.toMinutes() + " minutes",
                        "See in Flink's web UI whether it has slots and completes checkpoints, then run the same"
                                + " command again: it goes on from here.",
                        null);
            }
            FlinkJobs.pause(address);
        }
    }

    private static long looks(Duration within) {
        return within.dividedBy(FlinkJobs.LOOK_EVERY);
    }

    private static List<String> names(List<LakeTable> tables) {
        return tables.stream().map(LakeTable::tableName).toList();
    }

    private static String ids(List<FlinkJobs.Found> jobs) {
        return String.join(
                ", ", jobs.stream().map(job -> job.name() + " " + job.id()).toList());
    }
}
