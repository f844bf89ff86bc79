package io.tidemark.job.cli;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.embedded.LakeSite;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.restore.CatchUp;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.status.Attention;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.lake.status.Position;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark status}: how the lake is, from metadata alone. */
@Command(
        name = "status",
        description = {
            "Say how a lake is: whose it is, each table's head, how old the last commit, the last mark and the newest"
                    + " record are, how far the tables are behind Kafka, how fast they catch up, what is in the trash,"
                    + " what is unfinished, and what the last audit found. Reads metadata alone, changes nothing, and"
                    + " runs beside a pipeline or on a stopped lake. Ends with 0; with --check, with 4 if something needs"
                    + " attention."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark status --lake DIR",
            "  tidemark status --config tidemark.yaml --json --check",
            "  tidemark status --config tidemark.yaml --watch    (until the tables have caught up)"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(names = "--check", description = "End with exit code 4 if something needs attention.")
    private boolean check;

    @Option(
            names = "--watch",
            description = "First show how the tables catch up with Kafka, until they have, or until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final InstantSource clock = InstantSource.system();

    private StatusCommand() {}

    /**
     * A lake, seen together with its log.
     *
     * @param lake the lake
     * @param log what the log has of each partition; null if it was not asked
     * @param catchUp how the tables came on; without a look if the log was not asked
     * @param watched whether that was watched; otherwise it is from the times of the last commits, and nothing is known
     *     of what came in meanwhile
     * @param attention what needs attention
     * @param at when it was looked at
     */
    record Seen(
            LakeStatus lake,
            @Nullable Map<Integer, OffsetRange> log,
            CatchUp catchUp,
            boolean watched,
            List<String> attention,
            Instant at) {

        /** The same with more that needs attention, told first. */
        Seen with(List<String> first) {
            List<String> all = new ArrayList<>(first);
            all.addAll(attention);
            return new Seen(lake, log, catchUp, watched, List.copyOf(all), at);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        TidemarkConfig config = lake.existing();
        Seen seen;
        try (Lake tables = LakeTables.open(config);
                LakeSite site = LakeSite.open(config, lake.directory(), "tidemark status", LakeSite.Needs.NOTHING)) {
            site.warnings().forEach(spec.commandLine().getErr()::println);
            EventsLog log = site.log();
            CatchUp watched = watch && log != null ? watch(tables, config, log) : null;
            seen = look(tables, config, log, watched).with(site.attention());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of(object -> StatusJson.write(object, seen)));
        } else {
            StatusText.print(seen, out);
        }
        out.flush();
        return check && !seen.attention().isEmpty() ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    private Seen look(Lake tables, TidemarkConfig config, @Nullable EventsLog log, @Nullable CatchUp watched) {
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
        return new Seen(status, ranges, catchUp, watched != null, Attention.of(status, backlog, expected, now), now);
    }

    /** How the tables came on by the times of their last commits, as if nothing had come in meanwhile. */
    private static CatchUp lately(Position position, int ingestEpoch, Map<Integer, OffsetRange> log, Instant now) {
        long end = log.values().stream().mapToLong(OffsetRange::end).sum();
        long committed = position.committed(ingestEpoch, log);
        CatchUp catchUp = new CatchUp(List.of());
        List<Position.Commit> commits = position.commits();
        long rows = commits.isEmpty() ? 0 : commits.get(commits.size() - 1).rows();
        for (Position.Commit commit : commits) {
            catchUp = catchUp.with(new CatchUp.Sample(commit.at(), end, committed - (rows - commit.rows())));
        }
        return catchUp.with(new CatchUp.Sample(now, end, committed));
    }

    private CatchUp watch(Lake tables, TidemarkConfig config, EventsLog log) throws InterruptedException {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), json);
        CatchUp catchUp = new CatchUp(List.of());
        try (Stop stop = Stop.listen()) {
            do {
                LakeStatus.Flow flow = LakeStatus.of(tables).flow();
                if (flow == null) {
                    break;
                }
                Map<Integer, OffsetRange> ranges = log.ranges();
                catchUp = catchUp.with(new CatchUp.Sample(
                        clock.instant(),
                        ranges.values().stream().mapToLong(OffsetRange::end).sum(),
                        flow.position().committed(config.kafka().ingestEpoch(), ranges)));
                if (line.due()) {
                    line.show(StatusText.lag(catchUp, true));
                }
            } while (!catchUp.caughtUp() && !stop.within(LOOK_EVERY));
        }
        line.end();
        return catchUp;
    }
}
