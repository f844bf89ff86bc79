package io.tidemark.cli.config;

import io.tidemark.ops.configure.ConfigRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark config remove}: keys lose their values. */
@Command(
        name = "remove",
        description = {
            "Remove keys: what they configured is as the configuration file and the defaults say again, and an API key lets"
                    + " nothing in any more. An API key may be given by the first digits of its hash. Prints what would"
                    + " change and a hash, and does nothing until that is executed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark config remove --lake DIR limits/shop --reason \"the sale is over\"",
            "  tidemark config remove --config tidemark.yaml api_key/3f9a12 --reason \"leaked\" --execute HASH"
        })
final class ConfigRemoveCommand implements Callable<Integer> {
    @Mixin
    private ConfigChange change;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "What, such as limits/shop.")
    private List<String> keys;

    private ConfigRemoveCommand() {}

    @Override
    public Integer call() {
        return change.run(new ConfigRequest.Removal(keys));
    }
}
