package io.tidemark.cli.command;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.InitDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.ops.setup.Setup;
import io.tidemark.ops.setup.SetupPlan;
import io.tidemark.ops.setup.SetupStep;
import io.tidemark.ops.setup.TopicSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark init}: topic and tables, before a pipeline runs for the first time. */
@Command(
        name = "init",
        description = {
            "Show which of the topic and the tables that a configuration names are missing or not as they have to be,"
                    + " with the plan's hash, and change nothing; with --execute, make them. A topic that is there keeps"
                    + " its records, its partitions and everything that the plan does not name. May be run again at any"
                    + " time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark init --config tidemark.yaml",
            "  tidemark init --config tidemark.yaml --partitions 48 --replicas 3",
            "  tidemark init --config tidemark.yaml --execute HASH"
        })
final class InitCommand implements Callable<Integer> {
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_REPLICAS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "A configuration file; deploy/config/reference.yaml has every key.")
    private Path file;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "How many partitions a new topic gets (default: " + TopicSpec.PARTITIONS
                    + "). As many subtasks of the job can read it; later, there is no changing it.")
    private @Nullable Integer partitions;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "On how many brokers each partition of a new topic is kept (default: the brokers'"
                    + " default.replication.factor).")
    private @Nullable Short replicas;

    @Option(names = "--execute", paramLabel = "HASH", description = "Execute the plan of this hash.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private InitCommand() {}

    @Override
    public Integer call() {
        require("--partitions", partitions, MOST_PARTITIONS);
        require("--replicas", replicas, MOST_REPLICAS);
        TidemarkConfig config = ConfigFile.read(file, System.getenv());
        Setup setup = new Setup(config, partitions, replicas);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SetupPlan plan = execute == null
                ? setup.plan()
                : setup.execute(execute, step -> err.println("Done: " + firstLine(step)));
        err.flush();
        JsonOutput.print(out, json, () -> InitDocument.of(plan, execute != null), () -> show(plan, out));
        return ExitCode.DONE;
    }

    private void require(String option, @Nullable Number value, int most) {
        if (value != null && (value.intValue() < 1 || value.intValue() > most)) {
            throw new ParameterException(
                    spec.commandLine(), option + " takes a number from 1 to " + most + "; found " + value + ".");
        }
    }

    private void show(SetupPlan plan, PrintWriter out) {
        plan.notes().forEach(out::println);
        if (plan.steps().isEmpty()) {
            out.println("Topic and tables are there.");
        } else if (execute != null) {
            out.println("Topic and tables are there now. Next: tidemark run --config " + file);
        } else {
            out.println("This would");
            plan.steps().forEach(step -> out.println("  " + step.says().replace("\n", "\n    ")));
            out.println("Nothing is done yet. To do it: tidemark init --config " + file + " --execute " + plan.hash());
        }
    }

    private static String firstLine(SetupStep step) {
        return step.says().lines().findFirst().orElse("");
    }
}
