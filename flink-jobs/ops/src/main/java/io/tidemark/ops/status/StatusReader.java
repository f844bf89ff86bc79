package io.tidemark.ops.status;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.status.Attention;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.lake.status.Position;
import io.tidemark.ops.configure.ConfigStatus;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.rules.service.ConfigVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the status of a lake and its log. */
public final class StatusReader {
    private static final Duration KNOWN_WITHIN = Duration.ofMinutes(1);

    private final Lake tables;
    private final TidemarkConfig config;
    private final @Nullable LogProbe log;
    private final InstantSource clock;

    /**
     * A reader.
     *
     * @param log the log; null where it cannot be read
     */
    public StatusReader(Lake tables, TidemarkConfig config, @Nullable LogProbe log, InstantSource clock) {
        this.tables = tables;
        this.config = config;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Reads the status.
     *
     * @param watched how the tables caught up while they were watched; null if they were not
     * @param topic the topic of the service configuration; null where it cannot be read
     * @param jobs what the lake's jobs know of the service configuration; null if no cluster was queried
     */
    public StatusReport read(@Nullable CatchUp watched, @Nullable ConfigTopic topic, @Nullable List<JobVersions> jobs) {
        LakeStatus status = LakeStatus.of(tables);
        Instant now = clock.instant();
        Map<Integer, OffsetRange> ranges = log == null ? null : log.ranges();
        LakeStatus.Flow flow = status.flow();
        CatchUp catchUp = watched;
        if (catchUp == null) {
            catchUp = ranges == null || flow == null
                    ? new CatchUp(List.of())
                    : lately(flow.position(), config.kafka().ingestEpoch(), ranges, now);
        }
        var expected =
                new Attention.Expected(config.marks().every(), config.job().checkpointInterval());
        Long backlog = catchUp.samples().isEmpty() ? null : catchUp.backlog();
        ConfigStatus configuration = new ServiceConfigs(tables).status(topic, now);
        List<String> attention = new ArrayList<>(Attention.of(status, backlog, expected, now));
        attention.addAll(configuration.attention());
        attention.addAll(behind(configuration, jobs == null ? List.of() : jobs));
        return new StatusReport(
                status, ranges, catchUp, watched != null, List.copyOf(attention), now, configuration, jobs);
    }

    /** A version that was made just now is known within seconds, and seen in Flink's metrics some seconds later. */
    private static List<String> behind(ConfigStatus configuration, List<JobVersions> jobs) {
        ConfigVersion newest = configuration.newest();
        if (newest == null
                || configuration
                        .at()
                        .isBefore(Instant.ofEpochMilli(newest.madeAt()).plus(KNOWN_WITHIN))) {
            return List.of();
        }
        return jobs.stream()
                .filter(job -> !job.behind(newest.number()).isEmpty())
                .map(job -> "The job " + job.name() + " " + job.id() + " does not know version " + newest.number()
                        + " of the service configuration (tasks "
                        + job.behind(newest.number()).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + "). See whether its tasks reach the brokers, and what they log of the topic.")
                .toList();
    }

    /** How far the tables are behind the log now; empty before the first commit, or where the log cannot be read. */
    public Optional<CatchUp.Sample> sample() {
        LakeStatus.Flow flow = LakeStatus.of(tables).flow();
        if (flow == null || log == null) {
            return Optional.empty();
        }
        Map<Integer, OffsetRange> ranges = log.ranges();
        return Optional.of(new CatchUp.Sample(
                clock.instant(),
                end(ranges),
                flow.position().committed(config.kafka().ingestEpoch(), ranges)));
    }

    /** How the tables came on by the times of their last commits, as if nothing had come in meanwhile. */
    private static CatchUp lately(Position position, int ingestEpoch, Map<Integer, OffsetRange> log, Instant now) {
        long end = end(log);
        long committed = position.committed(ingestEpoch, log);
        CatchUp catchUp = new CatchUp(List.of());
        List<Position.Commit> commits = position.commits();
        long rows = commits.isEmpty() ? 0 : commits.get(commits.size() - 1).rows();
        for (Position.Commit commit : commits) {
            catchUp = catchUp.with(new CatchUp.Sample(commit.at(), end, committed - (rows - commit.rows())));
        }
        return catchUp.with(new CatchUp.Sample(now, end, committed));
    }

    private static long end(Map<Integer, OffsetRange> log) {
        return log.values().stream().mapToLong(OffsetRange::end).sum();
    }
}
