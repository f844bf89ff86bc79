package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.CareDocument;
import io.tidemark.cli.output.json.CarePlanDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.care.Care;
import io.tidemark.lake.care.CarePlan;
import io.tidemark.lake.care.CareReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.Marks;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark care}: what may go, goes. */
@Command(
        name = "care",
        description = {
            "Show what the lake needs no more, with the plan's hash, and change nothing; with --execute, let it go:"
                    + " snapshots older than marks.floor that no mark, no restore and no running job needs; files that"
                    + " were written and never committed. Small files older than an hour become larger ones, and a partition that rests is"
                    + " sorted by event_time and person. Files go to a quarantine list first and are deleted by a later"
                    + " care, once marks.trash-for has passed and still nothing needs them. May run beside the pipeline."
                    + " A plan holds for an hour, if the lake does not change so that it would be another."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark care --lake DIR", "  tidemark care --config tidemark.yaml --execute HASH --json"})
final class CareCommand implements Callable<Integer> {
    // A mark that was begun and is not finished by then will not be.
    private static final Duration MARK_TAKES_AT_MOST = Duration.ofDays(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(names = "--execute", paramLabel = "HASH", description = "Do what the plan with this hash says.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private CareCommand() {}

    @Override
    public Integer call() {
        TidemarkConfig config = lake.existing(execute != null);
        Instant now = InstantSource.system().instant();
        try (Lake tables = LakeTables.open(config, Purpose.CARE)) {
            Care care = new Care(tables, config.marks().floor(), config.marks().trashFor());
            if (execute == null) {
                show(care.plan(now));
                return ExitCode.DONE;
            }
            change.require(config, tables);
            CareReport report = care.execute(
                    execute, now, line -> spec.commandLine().getErr().println(line));
            done(report, tidy(config, now.minus(MARK_TAKES_AT_MOST)));
        }
        return ExitCode.DONE;
    }

    private static List<String> tidy(TidemarkConfig config, Instant before) {
        try (Lake tables = LakeTables.open(config, Purpose.MARK)) {
            return new Marks(tables).tidy(before);
        }
    }

    private void show(CarePlan plan) {
        print(
                out -> {
                    if (plan.isEmpty()) {
                        out.println("There is nothing to do.");
                        return;
                    }
                    plan.expire()
                            .forEach((table, ids) ->
                                    line(out, "  %s: %,d snapshots go.", table.tableName(), ids.size()));
                    plan.orphans()
                            .forEach((table, files) -> line(
                                    out,
                                    "  %s: %,d files that no snapshot knows go to quarantine.",
                                    table.tableName(),
                                    files.size()));
                    plan.compact().forEach((table, bins) -> {
                        CarePlanDocument.Compacted sum = CarePlanDocument.Compacted.of(bins);
                        line(
                                out,
                                "  %s: %,d files of %,d MB together become %,d.",
                                table.tableName(),
                                sum.filesIn(),
                                sum.bytes() >> 20,
                                sum.filesOut());
                    });
                    plan.deletions().forEach(list -> line(out, "  The files of quarantine/%s are deleted.", list));
                    line(out, "Nothing is done yet. To do it: tidemark care ... --execute %s", plan.hash());
                },
                () -> CarePlanDocument.of(plan));
    }

    private void done(CareReport report, List<String> tidied) {
        print(
                out -> {
                    line(
                            out,
                            "%,d snapshots are gone; %,d files went to quarantine, %,d were deleted.",
                            report.snapshots(),
                            report.quarantined(),
                            report.deleted());
                    CareReport.Compacted compacted = report.compacted();
                    if (compacted.filesIn() > 0) {
                        line(out, "%,d files became %,d.", compacted.filesIn(), compacted.filesOut());
                    }
                    if (compacted.skipped() > 0) {
                        line(
                                out,
                                "%,d files were not made: those that they were to replace were changed meanwhile.",
                                compacted.skipped());
                    }
                    if (report.spared() > 0) {
                        line(out, "%,d files were to be deleted, and are needed after all.", report.spared());
                    }
                    tidied.forEach(name -> line(out, "Took away what an unfinished mark had left: %s", name));
                },
                () -> new CareDocument(report, tidied));
    }

    private void print(Consumer<PrintWriter> text, Supplier<Record> document) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(out, json, document, () -> text.accept(out));
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
