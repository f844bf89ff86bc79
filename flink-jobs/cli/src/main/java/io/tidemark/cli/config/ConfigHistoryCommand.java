package io.tidemark.cli.config;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.ConfigHistoryDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.rules.service.ConfigHistory;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark config history}: who has configured what, when and why. */
@Command(
        name = "history",
        description = {
            "List the versions of the service configuration: what each has changed, from when on it counts, by whom, why, and"
                    + " which one is in force. Changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark config history --lake DIR", "  tidemark config history --config tidemark.yaml --json"})
final class ConfigHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private ConfigHistoryCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Instant now = InstantSource.system().instant();
        try (Lake tables = LakeTables.open(lake.existing())) {
            ConfigHistory history = new ServiceConfigs(tables).history();
            JsonOutput.print(
                    out, json, () -> ConfigHistoryDocument.of(history, now), () -> ConfigText.print(history, now, out));
        }
        return ExitCode.DONE;
    }
}
