package io.tidemark.cli;

import io.tidemark.cli.command.CommandList;
import io.tidemark.cli.command.Shell;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.Failures;
import io.tidemark.cli.output.Logging;
import io.tidemark.cli.output.StandardOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command that everything is done with. Results go to standard output, and nothing else does. */
@Command(
        name = "tidemark",
        description = "Raw product-analytics events become identity-resolved Iceberg tables.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failure",
            "2:wrong arguments or configuration",
            "3:refused, for it would lose, double or change data",
            "4:what was checked does not hold"
        },
        footerHeading = "%n",
        footer = {
            "Begin with:",
            "  tidemark demo",
            "  tidemark sql --lake DIR \"SELECT COUNT(*) FROM events\"",
            "Each command has examples: tidemark COMMAND --help"
        })
public final class Tidemark implements Runnable, Shell {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure. (The log file has it in any case.)")
    private boolean verbose;

    private Tidemark() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Logging.begin(List.of(args));
        // A library that prints would spoil a file of results.
        System.setOut(System.err);
        System.exit(run(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), args));
    }

    /**
     * Runs one command; returns its exit code, which is not 0 where its results could not be written.
     *
     * @param results takes what the command prints
     * @param messages takes what a person is told meanwhile; whether it can does not matter
     */
    static int run(OutputStream results, OutputStream messages, String... args) {
        StandardOutput output = new StandardOutput(results);
        // Whatever the encoding of the terminal: a file of results is UTF-8.
        var out = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        var err = new PrintWriter(new OutputStreamWriter(messages, StandardCharsets.UTF_8), true);
        int code = command(out, err).execute(args);
        out.flush();
        Optional<String> unwritten = output.failure();
        unwritten.ifPresent(reason -> err.println("The results could not be written to standard output: " + reason
                + ". What the command did besides is done; send the results to a place that takes them."));
        err.flush();
        return unwritten.isPresent() && code == ExitCode.DONE ? ExitCode.FAILURE : code;
    }

    /** The command line, ready to execute; tests give it writers of their own. */
    public static CommandLine command(PrintWriter out, PrintWriter err) {
        var root = new Tidemark();
        var line = new CommandLine(root);
        CommandList.all().forEach(line::addSubcommand);
        ServiceLoader.load(CommandProvider.class).forEach(provider -> line.addSubcommand(provider.command()));
        return line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(Tidemark::execute)
                .setParameterExceptionHandler(Failures::ofUsage)
                .setExecutionExceptionHandler((failure, failed, parsed) -> Failures.of(failure, failed, root.verbose));
    }

    /** Help is of a command that there is: the general one in place of a misspelled one's would hide the mistake. */
    private static int execute(ParseResult parsed) {
        ParseResult deepest = parsed;
        while (deepest.hasSubcommand()) {
            deepest = deepest.subcommand();
        }
        CommandLine line = deepest.commandSpec().commandLine();
        List<String> unmatched = deepest.unmatched();
        if (!unmatched.isEmpty() && !line.getSubcommands().isEmpty()) {
            throw new UnmatchedArgumentException(line, unmatched);
        }
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            // Which picocli would let through, and the JVM would print.
            throw new ExecutionException(line, e.toString(), e);
        }
    }

    @Override
    public int execute(PrintWriter out, PrintWriter err, String... args) {
        return command(out, err).execute(args);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
