package io.tidemark.cli.command;

import io.tidemark.cli.option.FlinkAddress;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.cli.output.StatusText;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.StatusDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.ops.status.StatusReader;
import io.tidemark.ops.status.StatusReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark status}: how the lake is, from metadata alone. */
@Command(
        name = "status",
        description = {
            "Show the status of a lake: its owner, each table's head, how old the last commit, the last mark and the"
                    + " newest record are, how far the tables are behind Kafka, how fast they catch up, what is in the trash,"
                    + " what is unfinished, which version of the service configuration is in force, and what the last audit"
                    + " found. Reads metadata and that one small table, changes nothing, and"
                    + " runs beside a pipeline or on a stopped lake. Ends with 0; with --check, with 4 if something"
                    + " needs attention."
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

    @Mixin
    private FlinkAddress flink;

    private final InstantSource clock = InstantSource.system();

    private StatusCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        flink.check();
        TidemarkConfig config = lake.existing();
        StatusReport report;
        try (Lake tables = LakeTables.open(config);
                LakeSite site = LakeSite.open(config, lake.directory(), "tidemark status", LakeSite.Needs.NOTHING)) {
            site.warnings().forEach(spec.commandLine().getErr()::println);
            EventsLog log = site.log();
            StatusReader reader = new StatusReader(tables, config, log, clock);
            CatchUp watched = watch && log != null ? watch(reader) : null;
            ConfigTopic topic =
                    log == null ? null : new ConfigTopic(site.config().kafka());
            report = reader.read(watched, topic, flink.jobs(config, tables)).with(site.attention());
        }
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(out, json, () -> StatusDocument.of(report), () -> StatusText.print(report, out));
        return check && !report.attention().isEmpty() ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    private CatchUp watch(StatusReader reader) throws InterruptedException {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), json);
        CatchUp catchUp = new CatchUp(List.of());
        try (ShutdownSignal stop = ShutdownSignal.listen()) {
            do {
                CatchUp.Sample sample = reader.sample().orElse(null);
                if (sample == null) {
                    break;
                }
                catchUp = catchUp.with(sample);
                if (line.due()) {
                    line.show(StatusText.lag(catchUp, true));
                }
            } while (!catchUp.caughtUp() && !stop.within(LOOK_EVERY));
        }
        line.end();
        return catchUp;
    }
}
