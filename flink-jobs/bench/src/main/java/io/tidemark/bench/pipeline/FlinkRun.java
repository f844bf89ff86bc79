package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.measure.CpuClock;
import io.tidemark.bench.measure.Profiler;
import io.tidemark.bench.measure.Sample;
import io.tidemark.bench.measure.Slice;
import io.tidemark.bench.measure.Slices;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.topology.FlinkSettings;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedCluster;
import io.tidemark.ops.embedded.EmbeddedFailure;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink pipeline on a cluster in this process, until all records of its topic are committed. */
final class FlinkRun {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final RunSettings settings;
    private final CpuClock clock;
    private final Profiler profiler;
    private final ConsumedRecords consumed = new ConsumedRecords();
    private final long deadline = System.nanoTime() + LONGEST.toNanos();

    FlinkRun(RunSettings settings, CpuClock clock, Profiler profiler) {
        this.settings = settings;
        this.clock = clock;
        this.profiler = profiler;
    }

    Sample run(Lake lake) {
        TidemarkConfig config = settings.config();
        Configuration flink = FlinkSettings.of(config.job());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(RunSettings.PARALLELISM);
        switch (settings.variant().pipeline()) {
            case A -> SqlPipeline.define(env, config, lake);
            case B ->
                IngestJob.define(
                        env,
                        config,
                        lake,
                        // Claims nothing, as the other pipelines do not.
                        StartCheck.decide(lake, null, StartCheck.Starter.FLINK, version -> {}, () -> {})
                                .require());
            case C -> PlainPipeline.define(env, config, lake);
            case D -> throw new IllegalArgumentException("Pipeline d does not run on Flink");
        }
        try (EmbeddedCluster cluster = EmbeddedCluster.start(flink, RunSettings.PARALLELISM)) {
            JobID job = cluster.submit(env.getStreamGraph());
            return measure(cluster, job, lake);
        }
    }

    private Sample measure(EmbeddedCluster cluster, JobID job, Lake lake) {
        long events = settings.load().events();
        Slices slices = new Slices(clock, settings.load().sliceSize(), profiler::start);
        long began = 0;
        for (long seen = 0; seen < events; seen = consumed.count()) {
            began = began == 0 && seen > 0 ? System.nanoTime() : began;
            slices.observe(seen);
            pause(cluster, job);
        }
        slices.observe(events);
        long rows = awaitRows(cluster, job, lake);
        long wall = System.nanoTime() - began;
        Slice whole = new Slice(events, clock.cpuNanos(), clock.jitNanos());
        cluster.cancel(job);
        return new Sample(events, rows, whole, wall, slices.closed());
    }

    /** Commits until the tables have all records, or more, or the time is over. */
    private long awaitRows(EmbeddedCluster cluster, JobID job, Lake lake) {
        long rows = 0;
        while (rows < settings.load().events() && System.nanoTime() < deadline) {
            try {
                cluster.checkpoint(job);
            } catch (EmbeddedFailure busy) {
                // Another checkpoint is under way: it commits as well.
            }
            for (int looks = 0; looks < 10 && rows < settings.load().events(); looks++) {
                pause(cluster, job);
                rows = rows(lake, settings.variant());
            }
        }
        return rows;
    }

    /** The rows in which the pipeline's records have ended. */
    static long rows(Lake lake, Variant variant) {
        Heads heads = Heads.of(lake);
        return variant.pipeline() == Pipeline.B ? heads.totalOutcomes() : heads.totalRecords(LakeTable.EVENTS);
    }

    private void pause(EmbeddedCluster cluster, JobID job) {
        JobStatus status = cluster.status(job);
        if (status == JobStatus.FAILED) {
            cluster.await(job);
        }
        if (System.nanoTime() > deadline) {
            throw new BenchFailure("The pipeline " + settings.variant().label() + " has taken in " + consumed.count()
                    + " of " + settings.load().events() + " records after " + LONGEST.toMinutes()
                    + " minutes. Give fewer --events, or look at the log for why it is so slow.");
        }
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted while the pipeline ran", e);
        }
    }
}
