package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.UpgradeText;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.UpgradeDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.upgrade.UpgradePlan;
import io.tidemark.ops.upgrade.LakeUpgrade;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark upgrade}: a lake of an earlier release gets the columns of this one. */
@Command(
        name = "upgrade",
        description = {
            "Carry a lake of an earlier release over to this one: show which tables lack which columns, with the plan's"
                    + " hash, and change nothing; with --execute, add them, while the job is stopped. No row is read or"
                    + " written. A lake that is not carried over goes on as it was. Afterwards a job of an earlier release"
                    + " refuses the lake. May be run again at any time; one that was cut off adds what is still missing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark upgrade --lake DIR", "  tidemark upgrade --config tidemark.yaml --execute HASH"})
final class UpgradeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(
            names = "--execute",
            paramLabel = "HASH",
            description = "Execute the plan of this hash. The job must be stopped.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private UpgradeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        TidemarkConfig config = lake.existing(execute != null);
        try (Lake tables = LakeTables.open(config, Purpose.UPGRADE)) {
            LakeUpgrade upgrade = new LakeUpgrade(config, tables, InstantSource.system());
            if (execute == null) {
                print(upgrade.plan());
                return ExitCode.DONE;
            }
            change.require(config, tables);
            PrintWriter err = spec.commandLine().getErr();
            print(upgrade.execute(
                    execute,
                    lake.directory(),
                    time -> Thread.sleep(time.toMillis()),
                    table -> err.println("Done: the columns of " + table.tableName())));
            err.flush();
        }
        return ExitCode.DONE;
    }

    private void print(UpgradePlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        boolean done = execute != null;
        JsonOutput.print(out, json, () -> UpgradeDocument.of(plan, done), () -> {
            if (done) {
                UpgradeText.done(plan, out);
            } else {
                UpgradeText.plan(plan, lake.given(), out);
            }
        });
    }
}
