package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.UndropDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.care.Remembered;
import io.tidemark.lake.care.Undrop;
import io.tidemark.lake.care.UndropAll;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark undrop}: a dropped table is back, with all its snapshots, tags and columns. */
@Command(
        name = "undrop",
        description = {
            "Bring a dropped table back with all its snapshots, tags and columns: from the trash, or, where it was"
                    + " dropped by other means that left the files, from its newest valid metadata. Prints the"
                    + " plan and its hash, and does nothing until that is executed. The marks tell which metadata is"
                    + " that of the table that was lost."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark undrop --lake DIR events",
            "  tidemark undrop --lake DIR events --execute HASH",
            "  tidemark undrop --config tidemark.yaml --all"
        })
final class UndropCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "The table's name; of another namespace with the namespace.")
    private @Nullable String table;

    @Option(names = "--all", description = "Every table of the lake that is missing or has lost its metadata file.")
    private boolean all;

    @Option(names = "--execute", paramLabel = "HASH", description = "Execute the plan of this hash.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print the plan as one JSON object.")
    private boolean json;

    private UndropCommand() {}

    @Override
    public Integer call() {
        String name = table;
        if ((name == null) != all) {
            throw new ParameterException(spec.commandLine(), "Which table? Give its name, or --all, and not both.");
        }
        TidemarkConfig config = lake.withoutCatalog(execute != null);
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables =
                Lake.open(LakeTables.settings(config), LakeTables.caller(config).to(Purpose.CARE))) {
            Remembered remembered = Remembered.of(tables);
            if (remembered.trouble() != null) {
                spec.commandLine().getErr().println("The marks do not help. " + remembered.trouble());
            }
            if (execute != null) {
                change.require(config, tables);
            }
            if (name == null) {
                all(new UndropAll(tables, remembered.anchors()), out);
            } else {
                one(new Undrop(tables, remembered.anchors()), identifier(name, tables), out);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static TableIdentifier identifier(String name, Lake tables) {
        return name.contains(".")
                ? TableIdentifier.parse(name)
                : TableIdentifier.of(Namespace.of(tables.settings().namespace().split("\\.")), name);
    }

    private void one(Undrop undrop, TableIdentifier name, PrintWriter out) {
        Undrop.Plan plan = execute == null ? undrop.plan(name) : undrop.execute(name, execute);
        if (json) {
            out.println(JsonOutput.text(UndropDocument.of(plan, execute != null)));
            return;
        }
        out.println(message(plan));
        next(plan.hash(), out);
    }

    private void all(UndropAll undrop, PrintWriter out) {
        UndropAll.Plan plan = execute == null ? undrop.plan() : undrop.execute(execute);
        if (json) {
            out.println(JsonOutput.text(UndropDocument.All.of(plan, execute != null)));
        } else if (plan.tables().isEmpty()) {
            out.println("Every table of the lake is there: nothing to bring back.");
        } else {
            plan.tables().forEach(each -> out.println(message(each)));
            next(plan.hash(), out);
        }
    }

    private String message(Undrop.Plan plan) {
        return (execute == null
                                ? "This would bring the table %s back, with %d snapshots, from %s"
                                : "The table %s is back, with %d snapshots, from %s")
                        .formatted(plan.table(), plan.snapshots(), plan.source())
                + (plan.lost() == null
                        ? ""
                        : ". Its newest metadata file is gone (" + plan.lost() + "): what was committed since is not in"
                                + " the table. Afterwards put all tables back to one mark: tidemark restore --to MARK")
                + (plan.missingColumns().isEmpty()
                        ? ""
                        : ". It is of a release without " + String.join(", ", plan.missingColumns())
                                + ": tidemark upgrade adds them");
    }

    private void next(String hash, PrintWriter out) {
        if (execute == null) {
            String what = all ? "--all" : table;
            out.println("Plan " + hash + ". To do it: tidemark undrop " + what + " --execute " + hash);
        }
    }
}
