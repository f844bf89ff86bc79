package io.tidemark.cli.config;

import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.ops.configure.ServiceConfigs;
import picocli.CommandLine.Command;

/** {@code tidemark config recover}: the table gets what it lacks of the versions. */
@Command(
        name = "recover",
        description = {
            "Write into the table service_config what it lacks of the versions that the topic has: for a table that was lost and"
                    + " made again, or put back to an older state. Versions that are there stay as they are."
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
    int copy(ServiceConfigs configs, ConfigTopic topic) {
        return configs.recover(topic);
    }
}
