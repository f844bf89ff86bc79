package io.tidemark.job.cli;

import io.tidemark.job.cli.AuditMetrics.Asked;
import io.tidemark.job.cli.AuditMetrics.Audited;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.LakeDirectory;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.query.LakeQueries;
import io.tidemark.job.query.SqlChecks;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.status.LastAudit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark audit}: nothing lost, nothing double, everybody who they should be; or what is wrong, and where. */
@Command(
        name = "audit",
        description = {
            "Check that every record of the log stands in exactly one table, that each device's identity changes are all"
                    + " there and follow the rules, and that nothing behind the topic's end is missing once a run has"
                    + " said that it is done. Reads the log and the tables, changes nothing, and may run beside the"
                    + " pipeline. What does not hold is named with partition, offset or device, and ends with exit"
                    + " code 4."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark audit --lake DIR",
            "  tidemark audit --lake DIR --checks",
            "  tidemark audit --config tidemark.yaml --complete --json",
            "  tidemark audit --config tidemark.yaml --checks --newest-mark --metrics"
                    + " /var/lib/prometheus/node-exporter/tidemark.prom    (in cron)"
        })
final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(
            names = "--complete",
            description = "Everything in the topic must be committed: records behind it are missing, not on their way.")
    private boolean complete;

    @Option(
            names = "--checks",
            description =
                    "Also ask every check of sql/checks in Flink SQL, each of which reads its tables whole; alone, a"
                            + " check is asked with 'tidemark sql --query NAME'.")
    private boolean checks;

    @Option(
            names = "--newest-mark",
            description =
                    "Ask the checks as of the newest mark: of one moment, also while the pipeline runs, whose tables"
                            + " are committed one after the other. The audit itself needs no mark for that.")
    private boolean newestMark;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description =
                    "Also write the report to FILE as metrics for Prometheus, whole or not at all: a name that ends"
                            + " in .prom, in the directory of node_exporter's textfile collector. An audit that fails"
                            + " leaves the file of the one before, whose time grows old. deploy/prometheus has the"
                            + " alerts.")
    private @Nullable Path metrics;

    private final InstantSource clock = InstantSource.system();

    private AuditCommand() {}

    @Override
    public Integer call() {
        if (newestMark && !checks) {
            throw new ParameterException(
                    spec.commandLine(), "--newest-mark says how the checks are asked: add --checks.");
        }
        MetricsFile file = metrics == null ? null : MetricsFile.at(metrics, spec.commandLine());
        TidemarkConfig config = lake.existing();
        Audited audited;
        try {
            audited = audit(config);
        } catch (LakeFailure failure) {
            if (!failure.isOfMissingFile()) {
                throw failure;
            }
            // The lake was read, and does not hold what its tables say.
            spec.commandLine().getErr().println(failure.getMessage());
            return ExitCode.CHECK_FAILED;
        }
        Asked asked = checks ? ask(config) : null;
        print(audited.report(), asked);
        if (file != null) {
            file.write(AuditMetrics.of(LakeLabels.of(config), audited, asked));
        }
        return code(audited.report(), asked);
    }

    private static int code(AuditReport report, @Nullable Asked asked) {
        List<SqlChecks.Finding> findings = asked == null ? List.of() : asked.findings();
        if (!report.holds() || findings.stream().anyMatch(check -> check.found() > 0)) {
            return ExitCode.CHECK_FAILED;
        }
        return findings.stream().allMatch(SqlChecks.Finding::isAsked) ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private void print(AuditReport report, @Nullable Asked asked) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of(object -> {
                AuditJson.write(object, report);
                if (asked != null) {
                    AuditJson.write(object, asked);
                }
            }));
        } else {
            AuditText.print(report, out);
            if (asked != null) {
                AuditText.print(asked, out);
            }
        }
        out.flush();
    }

    private Audited audit(TidemarkConfig config) {
        Instant begun = clock.instant();
        Path directory = lake.directory().orElse(null);
        AuditReport report = directory == null
                ? ofPipeline(config)
                : ofDirectory(LakeDirectory.existing(directory), config, complete, spec.commandLine());
        return new Audited(report, begun, Duration.between(begun, clock.instant()));
    }

    private Asked ask(TidemarkConfig config) {
        Mark mark = newestMark ? newestMark(config) : null;
        Instant begun = clock.instant();
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), json);
        try (LakeQueries queries = SqlCommand.open(config)) {
            List<SqlChecks.Finding> findings = SqlChecks.run(
                    queries, begun, mark == null ? null : mark.name(), name -> progress.show("asking " + name));
            return new Asked(findings, mark, begun, Duration.between(begun, clock.instant()));
        } finally {
            progress.end();
        }
    }

    private static Mark newestMark(TidemarkConfig config) {
        try (Lake tables = LakeTables.open(config)) {
            return new Marks(tables)
                    .list().stream()
                            .findFirst()
                            .orElseThrow(() -> new CommandFailure(
                                    "The checks were to be asked as of the newest mark, and the lake has no mark. Make"
                                            + " one with tidemark mark, or leave out --newest-mark."));
        }
    }

    private AuditReport ofPipeline(TidemarkConfig config) {
        try (EventsLog log = new EventsLog(config.kafka())) {
            return audit(config, log, complete);
        }
    }

    /** The lake's own broker answers for the log, unless the pipeline that holds the lake is running it already. */
    static AuditReport ofDirectory(
            LakeDirectory directory, TidemarkConfig settings, boolean complete, CommandLine line) {
        LakeDirectory.Lock lock;
        try {
            lock = directory.lock("tidemark audit");
        } catch (Refusal inUse) {
            line.getErr().println(inUse.sentence() + " The log itself is not asked.");
            return audit(settings, null, false);
        }
        try (lock;
                EmbeddedBroker broker = directory.startBroker();
                EventsLog log = new EventsLog(
                        settings.withBootstrapServers(broker.bootstrapServers()).kafka())) {
            return audit(settings, log, complete || directory.state().done());
        }
    }

    /** Audits a lake. */
    static AuditReport audit(TidemarkConfig config, @Nullable EventsLog log, boolean complete) {
        try (Lake tables = LakeTables.open(config)) {
            AuditReport report = new Audit(tables, DecisionRules.of(config)).run(log, complete);
            remember(report, tables);
            return report;
        }
    }

    /** For `tidemark status`. Whoever only reads the lake leaves no trace in it, and no audit fails for want of a note. */
    private static void remember(AuditReport report, Lake tables) {
        boolean own = tables.environment()
                .filter(tables.caller().environment()::equals)
                .isPresent();
        if (own) {
            try {
                LastAudit.of(report, Instant.now()).write(tables);
            } catch (LakeFailure unwritten) {
                LoggerFactory.getLogger(AuditCommand.class)
                        .warn("What the audit found is not written down reason={}", unwritten.getMessage());
            }
        }
    }
}
