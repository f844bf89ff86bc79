package io.tidemark.cli.command;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.ops.drill.Commands;
import io.tidemark.ops.drill.Drill;
import io.tidemark.ops.drill.DrillReport;
import io.tidemark.ops.drill.DrillSettings;
import io.tidemark.ops.drill.ReportText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tidemark drill}: lose it and get it back. */
@Command(
        name = "drill",
        description = {
            "Lose a lake on purpose and get it back, all in this process and one new directory. january-4 is the outage"
                    + " of 2016: a careless script is stopped by the guard; then, with the guard bypassed, every table is"
                    + " dropped and the job's state deleted, while traffic keeps coming. bad-deploy is a job that gives"
                    + " everybody a wrong id, noticed late. Recovery is by this program's own commands, which the report"
                    + " shows as a person types them; afterwards every table must have, row for row, what it would have"
                    + " had. Ends with exit code 4 if anything does not hold."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark drill january-4",
            "  tidemark drill bad-deploy --events 60000 --rate 2000 --report reports",
            "  tidemark drill january-4 --json"
        })
final class DrillCommand implements Callable<Integer> {
    private static final Path HOME = Path.of("lake");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Shell shell;

    /** Offers the drills' names to the help. */
    static final class Names implements Iterable<String> {
        private Names() {}

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Drill.values()).map(Drill::describe).iterator();
        }
    }

    /** Reads a drill's name, so that a wrong one is noticed beside {@code --help} too. */
    static final class Named implements ITypeConverter<Drill> {
        private Named() {}

        @Override
        public Drill convert(String name) {
            return Arrays.stream(Drill.values())
                    .filter(each -> each.describe().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("There is no drill called " + name + "; there are "
                            + String.join(" and ", new Names()) + "."));
        }
    }

    @Parameters(
            paramLabel = "DRILL",
            completionCandidates = Names.class,
            converter = Named.class,
            description = "Which drill: ${COMPLETION-CANDIDATES}.")
    private Drill drill;

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            description =
                    "Where the lake is made; a directory that is empty or not there (default: lake/drill-<name>, or"
                            + " the first lake/drill-<name>-N that is free).")
    private @Nullable Path lake;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "30000",
            description = "How many records to send (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "700",
            description = "How many records to send a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "4",
            description = "The same seed sends the same records (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write the report there, as <drill>.json and <drill>.md.")
    private @Nullable Path reports;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    private DrillCommand() {}

    @Override
    public Integer call() throws IOException {
        String name = drill.describe();
        Path directory = lake == null ? free("drill-" + name) : lake;
        PrintWriter err = spec.commandLine().getErr();
        DrillReport report = drill.run(settings(directory), this::run, line -> {
            err.println(line);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        String object = JsonOutput.text(report);
        String text = ReportText.markdown(report);
        if (reports != null) {
            Files.createDirectories(reports);
            Files.writeString(reports.resolve(name + ".json"), object + "\n");
            Files.writeString(reports.resolve(name + ".md"), text);
        }
        out.print(json ? object + "\n" : text);
        out.flush();
        return report.holds() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private DrillSettings settings(Path directory) {
        try {
            return new DrillSettings(LocalFiles.absolute(directory), events, rate, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Path free(String first) {
        Path directory = HOME.resolve(first);
        for (int n = 2; Files.exists(directory); n++) {
            directory = HOME.resolve(first + "-" + n);
        }
        return directory;
    }

    /** The drill's person on call types what anybody types. */
    private Commands.Result run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = shell.execute(new PrintWriter(out), new PrintWriter(err, true), arguments.toArray(String[]::new));
        return new Commands.Result(code, out.toString(), err.toString());
    }
}
