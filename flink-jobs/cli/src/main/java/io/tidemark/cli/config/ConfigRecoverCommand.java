package io.tidemark.cli.config;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.ConfigPlanDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark config recover}: the table gets what it lacks of the versions. */
@Command(
        name = "recover",
        description = {
            "Write into the table service_config what it lacks of the versions that the topic has: for a table that was lost and"
                    + " made again, or put back to an older state. Versions that are there stay as they are."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark config recover --lake DIR", "  tidemark config recover --config tidemark.yaml --json"})
final class ConfigRecoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private ConfigRecoverCommand() {}

    @Override
    public Integer call() {
        TidemarkConfig config = lake.existing(true);
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables = LakeTables.open(config, Purpose.CONFIGURE)) {
            change.require(config, tables);
            try (LakeSite site =
                    LakeSite.open(config, lake.directory(), "tidemark config", LakeSite.Needs.WHOLE_LAKE)) {
                ConfigTopicSetup.make(site.config());
                int count = new ServiceConfigs(tables)
                        .recover(new ConfigTopic(site.config().kafka()));
                JsonOutput.print(
                        out,
                        json,
                        () -> new ConfigPlanDocument.Written(count),
                        () -> out.println("The table has "
                                + (count == 0
                                        ? "all versions already."
                                        : "got " + count + " versions that it lacked.")));
            }
        }
        return ExitCode.DONE;
    }
}
