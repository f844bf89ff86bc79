package io.tidemark.bench.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.query.QueryBench;
import io.tidemark.bench.query.QueryFigures;
import io.tidemark.cli.output.CommandFailure;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark bench queries}: what the questions read and how long they take on Trino, before and after care. */
@Command(
        name = "queries",
        description = {
            "Make a lake of the demo's traffic over many days and run all questions of `tidemark sql --list` on Trino:"
                    + " over a tenth of the days, of the files as the pipeline leaves them that commits once an hour, and as"
                    + " `tidemark care` does; and over all days, of the latter. Trino is fetched once, and needs a JDK"
                    + " of 22 or newer beside this one. Takes some 400 bytes of disk a record."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark bench queries",
            "  tidemark bench queries --events 5000000 --queries funnel,retention --json",
            "  tidemark bench queries --keep DIR     (the lake is there for the next time)"
        })
final class QueryBenchCommand implements Callable<Integer> {
    private static final double MEGA = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "20000000",
            description = "The records of the lake (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "60",
            description = "The days over which they come, 20 or more (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each question is run (default: ${DEFAULT-VALUE}), after a round that warms up.")
    private int rounds;

    @Option(names = "--queries", paramLabel = "NAME", split = ",", description = "Which questions (default: all).")
    private Set<String> questions = Set.of();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Make the lake there and leave it, or take the one that is there.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "One JSON object in place of a table.")
    private boolean json;

    private QueryBenchCommand() {}

    @Override
    public Integer call() throws IOException {
        if (events < 1_000 || days < 20 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--events must be 1000 or more, --days 20 or more, and --rounds 1 or more");
        }
        Path scratch = Files.createTempDirectory("tidemark-bench-queries");
        Path lake = keep == null ? scratch.resolve("lake") : keep;
        try {
            if (!Files.exists(lake.resolve("catalog.db"))) {
                QueryBench.makeLake(lake, events, days, InstantSource.system().instant(), BenchOutput.progress(spec));
            }
            var settings = new QueryBench.Settings(events, days, rounds, questions, engines());
            List<QueryFigures> figures =
                    QueryBench.run(settings, lake, scratch.resolve("trino"), BenchOutput.progress(spec));
            BenchOutput.print(
                    spec, json ? JsonOutput.text(new Document(events, days, rounds, figures)) : table(figures));
        } catch (BenchFailure e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } finally {
            Directories.delete(scratch);
        }
        return ExitCode.DONE;
    }

    // The launcher says where it is.
    static Path engines() {
        return Path.of(System.getProperty("tidemark.home", ".")).resolve("sql/engines");
    }

    /** A line for each question and range, with both layouts side by side. */
    static String table(List<QueryFigures> figures) {
        Map<String, Map<String, QueryFigures>> lines = new LinkedHashMap<>();
        for (QueryFigures each : figures) {
            lines.computeIfAbsent(
                            String.format(Locale.ROOT, "%-32s %-6s", each.question(), each.range()),
                            none -> new LinkedHashMap<>())
                    .put(each.layout(), each);
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-32s %-6s |%9s%9s%8s%7s%9s |%9s%9s%8s%7s%9s%n",
                "",
                "",
                "MB read",
                "1000 rows",
                "splits",
                "s",
                "CPU s",
                "MB read",
                "1000 rows",
                "splits",
                "s",
                "CPU s"));
        lines.forEach((name, layouts) -> {
            text.append(name);
            for (String layout : List.of(QueryBench.SCATTERED, QueryBench.SORTED)) {
                text.append(" |").append(cells(layouts.get(layout)));
            }
            text.append('\n');
        });
        return text.toString().stripTrailing();
    }

    private static String cells(@Nullable QueryFigures figures) {
        QueryFigures.Cost cost = figures == null ? null : figures.cost();
        if (cost == null) {
            return " " + (figures == null || figures.failure() == null ? "not measured" : figures.failure());
        }
        return String.format(
                Locale.ROOT,
                "%9.1f%9d%8d%7.2f%9.2f",
                cost.bytes() / MEGA,
                cost.rows() / 1_000,
                cost.splits(),
                cost.seconds(),
                cost.cpuSeconds());
    }

    record Document(
            @JsonProperty("events") long events,
            @JsonProperty("days") int days,
            @JsonProperty("rounds") int rounds,
            @JsonProperty("questions") List<QueryFigures> figures) {}
}
