package io.tidemark.cli.config;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.ConfigDiffDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.Difference;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark config diff}: in what two versions differ. */
@Command(
        name = "diff",
        description = {
            "Show in which keys two versions of the service configuration differ. Without the second, the newest is taken;"
                    + " version 0 is the one in which nothing is configured. Changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark config diff --lake DIR 4", "  tidemark config diff --config tidemark.yaml 0 7 --json"})
final class ConfigDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Parameters(index = "0", paramLabel = "VERSION", description = "The number of a version.")
    private long from;

    @Parameters(index = "1", arity = "0..1", paramLabel = "OTHER", description = "The other one (default: the newest).")
    private @Nullable Long to;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private ConfigDiffCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables = LakeTables.open(lake.existing())) {
            ConfigHistory history = new ServiceConfigs(tables).history();
            long other = to == null ? history.newest() : to;
            for (long each : new long[] {from, other}) {
                if (each < 0 || each > history.newest()) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "There is no version " + each + ": the newest is " + history.newest() + ".");
                }
            }
            List<Difference> differences = history.difference(from, other);
            JsonOutput.print(
                    out,
                    json,
                    () -> ConfigDiffDocument.of(from, other, differences),
                    () -> ConfigText.print(differences, out));
        }
        return ExitCode.DONE;
    }
}
