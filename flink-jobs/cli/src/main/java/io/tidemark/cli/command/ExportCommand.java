package io.tidemark.cli.command;

import io.tidemark.cli.option.ExportTime;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.cli.output.json.ExportDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.export.Cohort;
import io.tidemark.ops.export.Export;
import io.tidemark.ops.export.ExportPlan;
import io.tidemark.ops.export.ExportRequest;
import io.tidemark.ops.export.ExportResult;
import io.tidemark.ops.export.ExportTarget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark export}: events as an archive in the format of Amplitude's Export API. */
@Command(
        name = "export",
        description = {
            "Write the accepted events that were received in a time (server_upload_time, UTC, --to not included) into"
                    + " one zip in the format of Amplitude's Export API: gzipped JSON lines, a file for each hour of a"
                    + " project. Duplicates, throttled events and dead letters are no part of it. Interrupted at any"
                    + " time, the same command goes on where it was, at the same snapshot of the lake."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark export --lake DIR --from 2018-11-01 --to 2018-12-01 -o november.zip",
            "  tidemark export --lake DIR --from 2018-11-01T05 --to 2018-11-01T06 --project sparkify -o hour.zip",
            "  tidemark export --config tidemark.yaml --from 2018-11-01 --to 2018-12-01 --as-of monday"
                    + " --cohort people.csv -o people.zip --json",
            "  tidemark ingest --lake OTHER november.zip     (read it back)"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lakeOptions;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = ExportTime.class,
            description = "The first time: 2018-11-01, 2018-11-01T05 or any ISO time; UTC.")
    private Instant from = Instant.EPOCH;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = ExportTime.class,
            description = "The time before which it ends, in the same form.")
    private Instant to = Instant.EPOCH;

    @Option(names = "--project", paramLabel = "NAME", description = "Only the events of this project.")
    private @Nullable String project;

    @Option(
            names = "--cohort",
            paramLabel = "FILE",
            description =
                    "Only the events of these people, under all of their merged ids: one amplitude id a line, or CSV"
                            + " with a column resolved_amplitude_id or amplitude_id.")
    private @Nullable Path cohort;

    @Option(names = "--as-of", paramLabel = "MARK", description = "The lake at this mark; without it, as it is now.")
    private @Nullable String mark;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The archive. Until it is whole, what there is of it is in FILE.part beside it.")
    private Path output = Path.of("");

    @Option(names = "--overwrite", description = "Put the new archive in the place of an old one.")
    private boolean overwrite;

    @Option(names = "--json", description = "One JSON object in place of the text.")
    private boolean json;

    private ExportCommand() {}

    @Override
    public Integer call() {
        if (!from.isBefore(to)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no time between --from " + from + " and --to " + to + ": --to must be later.");
        }
        Path target = ExportTarget.of(output, overwrite);
        Cohort people = cohort == null ? null : Cohort.read(cohort);
        TidemarkConfig config = lakeOptions.existing();
        ExportRequest request = new ExportRequest(from, to, project, people, mark);
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), json);
        try (Lake lake = LakeTables.open(config);
                Export export = Export.begin(lake, request, target, Export.Limits.ofThisProcess())) {
            ExportPlan plan = export.plan();
            line.show(message(plan));
            line.end();
            ExportResult result = export.run(plan, rows -> {
                if (line.due()) {
                    line.show(String.format(Locale.ROOT, "read %,d of at most %,d rows", rows, plan.rowsAtMost()));
                }
            });
            line.end();
            print(target, plan, people, result);
        }
        return ExitCode.DONE;
    }

    private static String message(ExportPlan plan) {
        return String.format(
                Locale.ROOT,
                "Plan: %,d days with at most %,d rows, at %s%s",
                plan.days().size(),
                plan.rowsAtMost(),
                plan.snapshot() == null ? "no snapshot" : "snapshot " + plan.snapshot(),
                plan.finishedHours() == 0 ? "" : "; going on, " + plan.finishedHours() + " hours are finished already");
    }

    private void print(Path target, ExportPlan plan, @Nullable Cohort people, ExportResult result) {
        PrintWriter out = spec.commandLine().getOut();
        String why = result.rows() == 0 ? nothing(plan, people) : null;
        if (json) {
            out.println(JsonOutput.text(new ExportDocument(
                    target.toString(), from, to, plan.snapshot(), plan.finishedHours(), result, why)));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d events of %,d hours in %,d files, and %,d merges: %s (%,d bytes).%n",
                    result.rows(),
                    result.hours(),
                    result.files(),
                    result.merges(),
                    target,
                    result.bytes());
            if (why != null) {
                out.println(why);
            }
        }
        out.flush();
    }

    private String nothing(ExportPlan plan, @Nullable Cohort people) {
        String empty = " The archive is well formed and has no event.";
        if (plan.snapshot() == null) {
            return "The lake has no events yet." + empty;
        }
        if (!plan.projectThere()) {
            return "The lake has no event of a project '" + project + "' at any time." + empty;
        }
        String of = (project == null ? "" : " of the project '" + project + "'")
                + (people == null ? "" : " of these " + people.size() + " people");
        return "No event" + of + " was received from " + from + " to " + to + "." + empty;
    }
}
