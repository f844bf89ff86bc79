package io.tidemark.cli.config;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.ConfigPlanDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code publish} and {@code recover} share: one of table and topic gets the versions that it lacks of the other. */
abstract class CopyVersions implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** What gets them, for a sentence. */
    abstract String to();

    /** Copies what is missing; returns how many versions that is. */
    abstract int copy(ServiceConfigs configs, TidemarkConfig config);

    @Override
    public final Integer call() {
        TidemarkConfig config = lake.existing(true);
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables = LakeTables.open(config, Purpose.CONFIGURE)) {
            change.require(config, tables);
            try (LakeSite site =
                    LakeSite.open(config, lake.directory(), "tidemark config", LakeSite.Needs.WHOLE_LAKE)) {
                ConfigTopicSetup.make(site.config());
                int count = copy(new ServiceConfigs(tables), site.config());
                JsonOutput.print(
                        out,
                        json,
                        () -> new ConfigPlanDocument.Written(count),
                        () -> out.println(to() + " has "
                                + (count == 0
                                        ? "all versions already."
                                        : "got " + count + " versions that it lacked.")));
            }
        }
        return ExitCode.DONE;
    }
}
