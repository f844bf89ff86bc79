package io.tidemark.job.cli;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.lake.care.Undrop;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark undrop}: a dropped table is back, with all its snapshots, tags and columns. */
@Command(
        name = "undrop",
        description = {
            "Bring a dropped table back with all its snapshots, tags and columns: from the trash, or, where it was"
                    + " dropped through another door that left the files, from its newest valid metadata. Prints the"
                    + " plan and its hash, and does nothing until that is executed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark undrop --lake DIR events", "  tidemark undrop --lake DIR events --execute HASH"})
final class UndropCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Parameters(paramLabel = "TABLE", description = "The table's name; of another namespace with the namespace.")
    private String table;

    @Option(names = "--execute", paramLabel = "HASH", description = "Execute the plan of this hash.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print the plan as one JSON object.")
    private boolean json;

    private UndropCommand() {}

    @Override
    public Integer call() {
        TidemarkConfig config = lake.existing();
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables =
                Lake.open(LakeTables.settings(config), LakeTables.caller(config).to(Purpose.CARE))) {
            TableIdentifier name = table.contains(".")
                    ? TableIdentifier.parse(table)
                    : TableIdentifier.of(
                            Namespace.of(tables.settings().namespace().split("\\.")), table);
            Undrop undrop = new Undrop(tables, List.of());
            if (execute == null) {
                print(undrop.plan(name), false, out);
            } else {
                change.require(config, tables);
                print(undrop.execute(name, execute), true, out);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private void print(Undrop.Plan plan, boolean done, PrintWriter out) {
        String from =
                plan.from() == null ? plan.metadataLocation() : plan.from().toString();
        if (json) {
            out.println(JsonObject.of(object -> {
                object.writeStringField("hash", plan.hash());
                object.writeStringField("table", plan.table().toString());
                object.writeStringField("uuid", plan.uuid());
                object.writeNumberField("snapshots", plan.snapshots());
                object.writeStringField("from", from);
                object.writeBooleanField("done", done);
            }));
            return;
        }
        out.println((done
                        ? "The table %s is back, with %d snapshots, from %s"
                        : "This would bring the table %s back, with %d" + " snapshots, from %s")
                .formatted(plan.table(), plan.snapshots(), from));
        if (!done) {
            out.println("Plan " + plan.hash() + ". To do it: tidemark undrop " + table + " --execute " + plan.hash());
        }
    }
}
