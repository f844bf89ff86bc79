package io.tidemark.cli.option;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.care.Remembered;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
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
        String entered = named == null ? prompt(environment) : named;
        if (!environment.equals(entered)) {
            throw RefusalCode.ENVIRONMENT_NOT_NAMED.refuse(environment, entered == null ? "" : entered);
        }
    }

    /**
     * Returns the lake's environment where it is the one that the configuration names. For what only adds: no name
     * need be typed.
     *
     * @throws Refusal if the lake belongs to another environment
     */
    public static String requireSame(TidemarkConfig config, Lake lake) {
        // A lake that has lost every table still has the marks, and is prompted as before.
        String environment =
                lake.environment().or(() -> Remembered.of(lake).environment()).orElse(config.environment());
        if (!environment.equals(config.environment())) {
            throw RefusalCode.OTHER_ENVIRONMENT.refuse(
                    "The lake in " + lake.settings().place(), environment, config.environment());
        }
        return environment;
    }

    private static boolean isProduction(String environment) {
        return environment.toLowerCase(Locale.ROOT).startsWith(PRODUCTION);
    }

    // A later Java gives a console that is no terminal; at its end it reads null, which is no name either.
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable String prompt(String environment) {
        Console console = System.console();
        return console == null
                ? null
                : console.readLine("This changes the lake of '%s'. Type its name to go on: ", environment);
    }
}
