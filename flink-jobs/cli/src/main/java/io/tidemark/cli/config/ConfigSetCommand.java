package io.tidemark.cli.config;

import io.tidemark.cli.output.CommandFailure;
import io.tidemark.ops.configure.ConfigRequest;
import io.tidemark.ops.configure.ConfigValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark config set}: keys get values. */
@Command(
        name = "set",
        description = {
            "Give a key a value, as JSON; or several with --file, in one version. Everything that is wrong is said at once"
                    + " (exit code 2). Prints what would change, which share of the last day's events a filter or schema would"
                    + " have parked, and a hash, and does nothing until that is executed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark config set --lake DIR limits/shop '{\"events_per_second\": 50}' --reason \"sale\"",
            "  tidemark config set --config tidemark.yaml --file shop.json --reason \"ticket 4711\" --execute HASH"
        })
final class ConfigSetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigChange change;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "What, such as limits/shop.")
    private @Nullable String key;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "Its value, a JSON object.")
    private @Nullable String value;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A JSON object with several keys and their values, in place of KEY and VALUE.")
    private @Nullable Path file;

    private ConfigSetCommand() {}

    @Override
    public Integer call() {
        if ((file == null) == (key == null) || (key == null) != (value == null)) {
            throw new ParameterException(
                    spec.commandLine(), "What is to be set? Give KEY and VALUE, or --file with several.");
        }
        return change.run(new ConfigRequest.Values(values()));
    }

    private SortedMap<String, String> values() {
        if (key != null && value != null) {
            return new TreeMap<>(Map.of(key, value));
        }
        Path from = Objects.requireNonNull(file);
        try {
            return ConfigValues.read(from.toString(), Files.readAllBytes(from));
        } catch (IOException e) {
            throw new CommandFailure(
                    "Could not read the values in " + from + ": " + e.getMessage()
                            + ". Check that the file is there and" + " may be read.",
                    e);
        }
    }
}
