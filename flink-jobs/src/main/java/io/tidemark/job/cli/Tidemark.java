package io.tidemark.job.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that everything is done with. Results go to standard output, and nothing else does. */
@Command(
        name = "tidemark",
        description = "Raw product-analytics events become identity-resolved Iceberg tables.",
        subcommands = {
            DemoCommand.class,
            IngestCommand.class,
            RunCommand.class,
            SqlCommand.class,
            ExportCommand.class,
            AuditCommand.class,
            StatusCommand.class,
            OverrideCommand.class,
            OverridesCommand.class,
            MarkCommand.class,
            MarksCommand.class,
            RestoreCommand.class,
            RebuildCommand.class,
            TrashCommand.class,
            UndropCommand.class,
            CareCommand.class,
            DrillCommand.class,
            BenchCommand.class
        },
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
public final class Tidemark implements Runnable {
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
        // Whatever the encoding of the terminal: a file of results is UTF-8.
        var out = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        var err = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true);
        // A library that prints would spoil a file of results.
        System.setOut(System.err);
        int code = command(out, err).execute(args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** The command line, ready to execute; tests give it writers of their own. */
    static CommandLine command(PrintWriter out, PrintWriter err) {
        var root = new Tidemark();
        return new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Failures::ofUsage)
                .setExecutionExceptionHandler((failure, line, parsed) -> Failures.of(failure, line, root.verbose));
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
