package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.TrashDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.care.Trash;
import io.tidemark.lake.care.Trash.EmptyingPlan;
import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark trash}: what was dropped and can be had back; and removing for good what has been there its time. */
@Command(
        name = "trash",
        description = {
            "List the tables that were dropped and can be had back with tidemark undrop, and until when. With --empty,"
                    + " plan to remove for good those whose time is up; nothing is removed until the plan is executed"
                    + " by its hash."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark trash --lake DIR",
            "  tidemark trash --config tidemark.yaml --empty",
            "  tidemark trash --config tidemark.yaml --empty --execute HASH"
        })
final class TrashCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(names = "--empty", description = "Plan to remove the tables whose time is up.")
    private boolean empty;

    @Option(names = "--execute", paramLabel = "HASH", description = "Execute the plan of this hash.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private TrashCommand() {}

    @Override
    public Integer call() {
        if (execute != null && !empty) {
            throw new ParameterException(spec.commandLine(), "--execute goes together with --empty.");
        }
        TidemarkConfig config = lake.existing(execute != null);
        PrintWriter out = spec.commandLine().getOut();
        Purpose purpose = empty ? Purpose.CARE : Purpose.USE;
        try (Lake tables =
                Lake.open(LakeTables.settings(config), LakeTables.caller(config).to(purpose))) {
            Trash trash = new Trash(tables);
            if (!empty) {
                list(trash.list(), out);
            } else if (execute == null) {
                plan(trash.planEmptying(Instant.now()), out);
            } else {
                change.require(config, tables);
                removed(trash.empty(execute, Instant.now()), out);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private void list(List<Trashed> trashed, PrintWriter out) {
        if (json) {
            out.println(JsonOutput.text(new TrashDocument(null, trashed)));
        } else if (trashed.isEmpty()) {
            out.println("The trash is empty.");
        } else {
            trashed.forEach(table -> out.println(line(table)));
        }
    }

    private void plan(EmptyingPlan plan, PrintWriter out) {
        if (json) {
            out.println(JsonOutput.text(new TrashDocument(plan.hash(), plan.tables())));
        } else if (plan.tables().isEmpty()) {
            out.println("No table in the trash has been there its time; nothing to remove.");
        } else {
            out.println("This would remove for good, with all their files:");
            plan.tables().forEach(table -> out.println(line(table)));
            out.println("Plan " + plan.hash() + ". To do it: tidemark trash --empty --execute " + plan.hash());
        }
    }

    private void removed(List<Trashed> trashed, PrintWriter out) {
        if (json) {
            out.println(JsonOutput.text(new TrashDocument(null, trashed)));
        } else {
            out.println("Removed for good: " + trashed.size());
            trashed.forEach(table -> out.println(line(table)));
        }
    }

    private static String line(Trashed table) {
        return "  %s  %d rows  dropped %s  kept until %s  as %s"
                .formatted(
                        Objects.requireNonNullElse(table.of(), "(unknown)"),
                        table.records(),
                        table.droppedAt() == null ? "(unknown)" : table.droppedAt(),
                        table.expiresAt() == null ? "(for ever)" : table.expiresAt(),
                        table.name());
    }
}
