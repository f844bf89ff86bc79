package io.tidemark.cli.config;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.ops.configure.ServiceConfigs;
import picocli.CommandLine.Command;

/** {@code tidemark config publish}: the topic gets what it lacks of the versions. */
@Command(
        name = "publish",
        description = {
            "Write into the topic what it lacks of the versions that the table service_config has: after a version could not be"
                    + " published, or for a topic that was lost. Versions that are there stay as they are."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark config publish --lake DIR", "  tidemark config publish --config tidemark.yaml --json"})
final class ConfigPublishCommand extends CopyVersions {
    private ConfigPublishCommand() {}

    @Override
    String to() {
        return "The topic";
    }

    @Override
    int copy(ServiceConfigs configs, TidemarkConfig config) {
        return configs.publish(new ConfigTopic(config.kafka()));
    }
}
