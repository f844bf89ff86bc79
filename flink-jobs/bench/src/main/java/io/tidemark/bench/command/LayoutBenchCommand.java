package io.tidemark.bench.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.query.LayoutBench;
import io.tidemark.bench.query.QueryBench;
import io.tidemark.bench.query.QueryFigures;
import io.tidemark.cli.output.CommandFailure;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark bench layouts}: what other ways to cut, sort and describe the events would be worth on Trino. */
@Command(
        name = "layouts",
        description = {
            "Write the first days of a lake that `tidemark bench queries --keep` has made once more in each of several"
                    + " layouts, which differ from that of `tidemark care` in one thing each, and run some questions of"
                    + " them on Trino. Trino is fetched once, and needs a JDK of 22 or newer beside this one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark bench queries --events 20000000 --keep DIR",
            "  tidemark bench layouts --lake DIR",
            "  tidemark bench layouts --lake DIR --days 30 --queries funnel --rounds 5 --json"
        })
final class LayoutBenchCommand implements Callable<Integer> {
    private static final double MEGA = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
    private Path lake;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of its days, 20 or more (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each question is run (default: ${DEFAULT-VALUE}), after a round that warms up.")
    private int rounds;

    @Option(
            names = "--queries",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "events_per_hour,funnel,revenue,user_timeline",
            description = "Which questions (default: ${DEFAULT-VALUE}).")
    private Set<String> questions;

    @Option(names = "--json", description = "One JSON object in place of a table.")
    private boolean json;

    private LayoutBenchCommand() {}

    @Override
    public Integer call() throws IOException {
        if (days < 20 || rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--days must be 20 or more, and --rounds 1 or more");
        }
        if (!Files.exists(lake.resolve("catalog.db"))) {
            throw new ParameterException(
                    spec.commandLine(), "There is no lake in " + lake + ": tidemark bench queries --keep makes one");
        }
        Path scratch = Files.createTempDirectory("tidemark-bench-layouts");
        try {
            var settings = new QueryBench.Settings(0, days, rounds, questions, QueryBenchCommand.engines());
            LayoutBench.Report report = LayoutBench.run(settings, lake, scratch, BenchOutput.progress(spec));
            BenchOutput.print(
                    spec,
                    json
                            ? JsonOutput.text(new Document(days, rounds, report.layouts(), report.figures()))
                            : table(report));
        } catch (BenchFailure e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } finally {
            Directories.delete(scratch);
        }
        return ExitCode.DONE;
    }

    /** A line for each layout, then one for each question, range and layout. */
    static String table(LayoutBench.Report report) {
        StringBuilder text = new StringBuilder();
        report.layouts()
                .forEach((name, made) -> text.append(String.format(
                        Locale.ROOT, "%-14s %,6d files %,9.1f MB%n", name, made.files(), made.bytes() / MEGA)));
        for (QueryFigures each : report.figures()) {
            QueryFigures.Cost cost = each.cost();
            text.append(String.format(Locale.ROOT, "%-20s %-6s %-14s", each.question(), each.range(), each.layout()))
                    .append(
                            cost == null
                                    ? " " + each.failure()
                                    : String.format(
                                            Locale.ROOT,
                                            " %9.2f MB read %,12d rows %6d splits %7.2f s %8.2f CPU s",
                                            cost.bytes() / MEGA,
                                            cost.rows(),
                                            cost.splits(),
                                            cost.seconds(),
                                            cost.cpuSeconds()))
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    record Document(
            @JsonProperty("days") int days,
            @JsonProperty("rounds") int rounds,
            @JsonProperty("layouts") Map<String, LayoutBench.Made> layouts,
            @JsonProperty("questions") List<QueryFigures> figures) {}
}
