package io.tidemark.cli.output;

import io.tidemark.config.ConfigurationProblems;
import io.tidemark.lake.guard.Refusal;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person sees when a command does not do what it should, and the exit code for it. */
public final class Failures {
    private static final String OURS = "io.tidemark.";

    private Failures() {}

    /** Arguments that are wrong: what is wrong, and where the right ones are described. */
    public static int ofUsage(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /**
     * A command that failed: one message; its stack trace goes to the log, and with {@code --verbose} is shown. What fails
     * because the process has been told to end (Ctrl-C) is not told.
     */
    public static int of(Exception failure, CommandLine line, boolean verbose) {
        if (isShuttingDown()) {
            // Also Log4j is at its end then, and prints what it is given.
            return ExitCode.FAILURE;
        }
        LoggerFactory.getLogger("command").error("Command failed command={}", line.getCommandName(), failure);
        PrintWriter err = line.getErr();
        err.println(message(failure));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        if (failure instanceof ConfigurationProblems) {
            return ExitCode.USAGE;
        }
        return failure instanceof Refusal ? ExitCode.REFUSED : ExitCode.FAILURE;
    }

    private static boolean isShuttingDown() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException shutdownInProgress) {
            return true;
        }
    }

    private static String message(Exception failure) {
        if (failure instanceof Refusal) {
            return "Refused: " + failure.getMessage();
        } else if (failure.getCause() instanceof OutOfMemoryError) {
            return "A heap of %,d MB is too small for this. Set a larger one, as in TIDEMARK_HEAP=4g, and run it again."
                    .formatted(Runtime.getRuntime().maxMemory() >> 20);
        } else if (failure.getClass().getName().startsWith(OURS)) {
            // Ours say in their message all that a person needs.
            return String.valueOf(failure.getMessage());
        }
        return "It failed where no failure was expected: %s. The log has the rest: %s"
                .formatted(failure, Logging.file());
    }
}
