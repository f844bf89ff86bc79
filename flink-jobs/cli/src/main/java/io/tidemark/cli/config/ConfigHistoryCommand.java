package io.tidemark.cli.config;

import io.tidemark.cli.option.FlinkAddress;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.JobVersionsText;
import io.tidemark.cli.output.json.ConfigHistoryDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.rules.service.ConfigHistory;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
                    + " which one is in force; with --flink, also which one each task of the job knows. Changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark config history --lake DIR",
            "  tidemark config history --config tidemark.yaml --json --flink http://flink:8081"
        })
final class ConfigHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private FlinkAddress flink;

    private ConfigHistoryCommand() {}

    @Override
    public Integer call() {
        flink.check();
        PrintWriter out = spec.commandLine().getOut();
        Instant now = InstantSource.system().instant();
        TidemarkConfig config = lake.existing();
        try (Lake tables = LakeTables.open(config)) {
            ConfigHistory history = new ServiceConfigs(tables).history();
            List<JobVersions> jobs = flink.jobs(config, tables);
            JsonOutput.print(out, json, () -> ConfigHistoryDocument.of(history, now, jobs), () -> {
                ConfigText.print(history, now, out);
                JobVersionsText.print(jobs, out);
            });
        }
        return ExitCode.DONE;
    }
}
