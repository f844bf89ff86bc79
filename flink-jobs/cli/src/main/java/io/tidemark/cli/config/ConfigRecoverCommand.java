package io.tidemark.cli.config;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.ops.configure.ServiceConfigs;
import picocli.CommandLine.Command;

/** {@code tidemark config recover}: the table gets what it lacks of the versions. */
@Command(
        name = "recover",
        description = {
            "Write into the table service_config what it lacks of the versions that the topic has: for a table that was lost,"
                    + " which is made again, or was put back to an older state. Versions that are there stay as they are."
                    + " A table that was only dropped comes back with tidemark undrop, with what the marks know of it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark config recover --lake DIR", "  tidemark config recover --config tidemark.yaml --json"})
final class ConfigRecoverCommand extends CopyVersions {
    private ConfigRecoverCommand() {}

    @Override
    String to() {
        return "The table";
    }

    @Override
    int copy(ServiceConfigs configs, TidemarkConfig config) {
        return configs.recover(new ConfigTopic(config.kafka()), LakeTables.options(config));
    }
}
