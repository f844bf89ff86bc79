package io.tidemark.cli.config;

import io.tidemark.cli.option.ExportTime;
import io.tidemark.ops.configure.ConfigRequest;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark config key}: a project gets one more API key. */
@Command(
        name = "key",
        description = {
            "Make an API key of a project. It is shown once, when it is made: the configuration has its SHA-256 alone. Keys of"
                    + " a project are good at the same time, so that one is rotated without a gap: make the new one, give"
                    + " it to the clients, remove the old one. Prints the plan and a hash, and makes nothing until that is"
                    + " executed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark config key --lake DIR shop --reason \"web shop\"",
            "  tidemark config key --config tidemark.yaml shop --valid-until 2027-01-01 --reason \"partner\" --execute HASH",
            "  tidemark config remove --config tidemark.yaml api_key/3f9a12 --reason \"rotated\""
        })
final class ConfigKeyCommand implements Callable<Integer> {
    @Mixin
    private ConfigChange change;

    @Parameters(paramLabel = "PROJECT", description = "The project whose events the key lets in.")
    private String project;

    @Option(
            names = "--valid-until",
            paramLabel = "TIME",
            converter = ExportTime.class,
            description = "Until when it is good (default: until it is removed).")
    private @Nullable Instant validUntil;

    private ConfigKeyCommand() {}

    @Override
    public Integer call() {
        return change.run(new ConfigRequest.NewApiKey(project, validUntil));
    }
}
