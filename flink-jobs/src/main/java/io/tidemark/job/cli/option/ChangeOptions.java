package io.tidemark.job.cli.option;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.lake.care.Remembered;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whether a command may change this lake: the lake must be the environment that the command was configured for, and a
 * person who changes a production environment says its name.
 */
public final class ChangeOptions {
    private static final String PRODUCTION = "prod";

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "The name of the environment, for scripts that change a production lake.")
    private @Nullable String named;

    /** Made by picocli. */
    public ChangeOptions() {}

    /**
     * Returns where the change may be made.
     *
     * @throws Refusal if the lake belongs to another environment than the configuration or the name that was given, or
     *     if it is production and nobody said so
     */
    public void require(TidemarkConfig config, Lake lake) {
        String environment = requireSame(config, lake);
        if (named == null && !isProduction(environment)) {
            return;
        }
        String said = named == null ? ask(environment) : named;
        if (!environment.equals(said)) {
            throw new Refusal(
                    "environment-not-named",
                    "This would change the lake of the environment '" + environment + "', and the name given was '"
                            + (said == null ? "" : said) + "'.",
                    "Say --environment " + environment + " if that is what you mean.");
        }
    }

    /**
     * Returns the lake's environment where it is the one that the configuration names. For what only adds: no name
     * need be typed.
     *
     * @throws Refusal if the lake belongs to another environment
     */
    public static String requireSame(TidemarkConfig config, Lake lake) {
        // Whoever has lost every table still has the marks, and is asked as before.
        String environment =
                lake.environment().or(() -> Remembered.of(lake).environment()).orElse(config.environment());
        if (!environment.equals(config.environment())) {
            throw new Refusal(
                    "other-environment",
                    "The lake in " + lake.settings().place() + " belongs to the environment '" + environment
                            + "', and this command is configured for '" + config.environment()
                            + "': it may read there, and nothing else.",
                    "Use the configuration of '" + environment + "', or the lake of '" + config.environment() + "'.");
        }
        return environment;
    }

    private static boolean isProduction(String environment) {
        return environment.toLowerCase(Locale.ROOT).startsWith(PRODUCTION);
    }

    // A later Java gives a console that is no terminal; at its end it reads null, which is no name either.
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable String ask(String environment) {
        Console console = System.console();
        return console == null
                ? null
                : console.readLine("This changes the lake of '%s'. Type its name to go on: ", environment);
    }
}
