package io.tidemark.cli.config;

import io.tidemark.ops.configure.ConfigRequest;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark config revert}: the configuration is as it was, in a new version. */
@Command(
        name = "revert",
        description = {
            "Put the configuration back to what it was, as a new version: to a version exactly, or to the time of a mark but"
                    + " for what has been removed since (a key that was revoked stays revoked, a project that was"
                    + " removed stays so). A restore of the tables does not move the configuration. Prints what would"
                    + " change and a hash, and does nothing until that is executed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark config revert --lake DIR 4 --reason \"wrong limit\"",
            "  tidemark config revert --config tidemark.yaml --mark before-deploy --reason \"outage\" --execute HASH"
        })
final class ConfigRevertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigChange change;

    @Parameters(arity = "0..1", paramLabel = "VERSION", description = "The number of a version, or 0 for none.")
    private @Nullable Long version;

    @Option(names = "--mark", paramLabel = "NAME", description = "The time of a mark, in place of a version.")
    private @Nullable String mark;

    private ConfigRevertCommand() {}

    @Override
    public Integer call() {
        if ((version == null) == (mark == null)) {
            throw new ParameterException(spec.commandLine(), "Back to what? Give VERSION or --mark, and not both.");
        }
        if (version != null) {
            return change.run(new ConfigRequest.Revert(version));
        }
        String name = Objects.requireNonNull(mark);
        return change.run(configs -> new ConfigRequest.Restore(configs.versionAt(name)));
    }
}
