package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.MarkText;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.MarkDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.MarkCreator.Request;
import io.tidemark.lake.mark.MarkSchedule;
import io.tidemark.lake.mark.Marks;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.marks.LakeMarks;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark mark}: one consistent snapshot of all tables gets a name, or loses it. */
@Command(
        name = "mark",
        description = {
            "Give a name to the newest snapshot that all tables have in common, so that everything can go back to it:"
                    + " tables, the job's state, its place in Kafka. Stops nothing: it may run beside the pipeline."
                    + " What came since the last mark is checked first, and what cannot be proven gets no mark"
                    + " (exit code 3). The same name is a tag on every table: FOR VERSION AS OF '<name>'. A mark keeps its files from"
                    + " being expired until it is deleted; deleting it deletes no data that anything else needs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark mark --lake DIR --name half --note \"before the big deploy\"",
            "  tidemark mark --config tidemark.yaml --scheduled",
            "  tidemark mark --lake DIR --delete NAME"
        })
final class MarkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The mark's name: letters, digits, '.', '_' and '-'. Made from the time if not given.")
    private @Nullable String name;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for people.")
    private String note = "";

    @Option(
            names = "--scheduled",
            description = "For cron: make a mark only if the configuration's marks.every has passed since the last"
                    + " scheduled one, and delete those whose time is up.")
    private boolean scheduled;

    @Option(names = "--delete", paramLabel = "NAME", description = "Delete this mark instead.")
    private @Nullable String delete;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private MarkCommand() {}

    @Override
    public Integer call() {
        if (delete != null && (name != null || scheduled || !note.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--delete is used alone: it makes no mark.");
        }
        if (scheduled && name != null) {
            throw new ParameterException(spec.commandLine(), "--scheduled makes the name: leave --name out.");
        }
        TidemarkConfig config = lake.existing(true);
        try (Lake tables = LakeTables.open(config, Purpose.MARK)) {
            if (delete != null) {
                change.require(config, tables);
                delete(new Marks(tables), delete);
            } else {
                ChangeOptions.requireSame(config, tables);
                make(new LakeMarks(tables, config), InstantSource.system().instant());
            }
        }
        return ExitCode.DONE;
    }

    private void delete(Marks marks, String gone) {
        marks.delete(gone);
        print(out -> out.println("Deleted the mark '" + gone + "'."), () -> new MarkDocument.Deleted(gone));
    }

    private void make(LakeMarks marks, Instant now) {
        boolean due = !scheduled || marks.isDue(now);
        Mark made = due ? made(marks, now) : null;
        List<String> expired = scheduled ? marks.expire(now) : List.of();
        print(
                out -> {
                    if (made == null) {
                        out.println("No mark is due yet.");
                    } else {
                        MarkText.print(made, out);
                    }
                    expired.forEach(each -> out.println("Deleted the scheduled mark '" + each + "': its time is up."));
                },
                () -> MarkDocument.Made.of(made, expired));
    }

    private Mark made(LakeMarks marks, Instant now) {
        String given = name == null ? "mark-" + MarkSchedule.text(now) : name;
        String chosen = scheduled ? MarkSchedule.name(now) : given;
        try (LakeSite site = LakeSite.open(marks.config(), lake.directory(), "tidemark mark", LakeSite.Needs.LOG)) {
            site.warnings().forEach(spec.commandLine().getErr()::println);
            return marks.create(new Request(chosen, note, scheduled, site.alone()), now, site.log());
        }
    }

    private void print(Consumer<PrintWriter> text, Supplier<Record> document) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(out, json, document, () -> text.accept(out));
    }
}
