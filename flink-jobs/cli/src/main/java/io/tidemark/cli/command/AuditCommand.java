package io.tidemark.cli.command;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.AuditText;
import io.tidemark.cli.output.CommandFailure;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.cli.output.json.AuditDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.metrics.AuditMetrics;
import io.tidemark.cli.output.metrics.LakeLabels;
import io.tidemark.cli.output.metrics.MetricsFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.mark.Mark;
import io.tidemark.ops.audit.Audited;
import io.tidemark.ops.audit.CheckResults;
import io.tidemark.ops.audit.LakeAudit;
import io.tidemark.ops.audit.LakeChecks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            "Check that every record of the log is in exactly one table, that each device's identity changes are all"
                    + " there and follow the rules, that every record was decided by the version of the service"
                    + " configuration by which it should be, and that nothing behind the topic's end is missing once a"
                    + " run has said that it is done. Reads the log and the tables, changes nothing, and may run beside"
                    + " the pipeline. What does not hold is named with partition, offset or device, and ends with exit"
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
            description = "Also run every check of sql/checks in Flink SQL, each of which scans whole tables; alone, a"
                    + " check is run with 'tidemark sql --query NAME'.")
    private boolean checks;

    @Option(
            names = "--newest-mark",
            description =
                    "Run the checks as of the newest mark: on one snapshot, also while the pipeline runs, whose tables"
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
                    spec.commandLine(), "--newest-mark says how the checks are run: add --checks.");
        }
        MetricsFile file = metrics == null ? null : MetricsFile.at(metrics, spec.commandLine());
        TidemarkConfig config = lake.existing();
        Audited audited;
        try {
            audited = LakeAudit.run(
                    config,
                    lake.directory(),
                    complete,
                    clock,
                    spec.commandLine().getErr()::println);
        } catch (LakeFailure failure) {
            if (!failure.isOfMissingFile()) {
                throw failure;
            }
            // The lake was read, and does not hold what its tables say.
            spec.commandLine().getErr().println(failure.getMessage());
            return ExitCode.CHECK_FAILED;
        }
        CheckResults results = checks ? check(config) : null;
        print(audited.report(), results);
        if (file != null) {
            file.write(AuditMetrics.of(LakeLabels.of(config), audited, results));
        }
        return code(audited.report(), results);
    }

    private static int code(AuditReport report, @Nullable CheckResults results) {
        if (!report.holds() || (results != null && results.foundAny())) {
            return ExitCode.CHECK_FAILED;
        }
        return results == null || results.allRun() ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private void print(AuditReport report, @Nullable CheckResults results) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonOutput.text(AuditDocument.of(report, results)));
        } else {
            AuditText.print(report, out);
            if (results != null) {
                AuditText.print(results, out);
            }
        }
        out.flush();
    }

    private CheckResults check(TidemarkConfig config) {
        Mark mark = newestMark ? newestMark(config) : null;
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), json);
        try {
            return LakeChecks.run(config, mark, clock, name -> progress.show("running " + name));
        } finally {
            progress.end();
        }
    }

    private static Mark newestMark(TidemarkConfig config) {
        return LakeChecks.newestMark(config)
                .orElseThrow(() -> new CommandFailure(
                        "The checks were to be run as of the newest mark, and the lake has no mark. Make"
                                + " one with tidemark mark, or leave out --newest-mark."));
    }
}
