package io.tidemark.cli.config;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark config}: projects, API keys, limits, filters and schemas, which job and collectors follow. */
@Command(
        name = "config",
        subcommands = {
            ConfigSetCommand.class,
            ConfigKeyCommand.class,
            ConfigRemoveCommand.class,
            ConfigRevertCommand.class,
            ConfigHistoryCommand.class,
            ConfigDiffCommand.class,
            ConfigPublishCommand.class,
            ConfigRecoverCommand.class
        },
        description = {
            "Configure the services: projects, API keys, limits, filters, schemas. A change is a version more in the table"
                    + " service_config, with an author and a reason; job and collectors follow it without a restart, and"
                    + " every row of the tables says by which version it was decided. What changes something prints a plan"
                    + " and its hash, and does nothing until that is executed.",
            "",
            "Keys: project/<id>, api_key/<sha256>, limits/<project>, throttle/<project>/<device>,",
            "      filter/<project>/<event type>, schema/<project>/<event type>.",
            "deploy/service-config.md has their values.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark config set --config tidemark.yaml project/shop '{\"zone\": \"Europe/Berlin\"}' --reason \"new shop\"",
            "  tidemark config key --config tidemark.yaml shop --reason \"key of the web shop\"",
            "  tidemark config set --config tidemark.yaml limits/shop '{\"events_per_second\": 50}' --reason \"sale\"",
            "  tidemark config revert --config tidemark.yaml 4 --reason \"the sale is over\" --execute HASH",
            "  tidemark config history --config tidemark.yaml"
        })
public final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private ConfigCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which of its commands? One of "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
