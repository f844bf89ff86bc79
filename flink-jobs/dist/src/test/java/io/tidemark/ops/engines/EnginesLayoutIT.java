package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.bench.query.QueryBench;
import io.tidemark.ops.cluster.Parts;
import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Trino reads of a lake: after care, a question about a few days reads little more than these days. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginesLayoutIT {
    private static final long RECORDS = 150_000;
    private static final int DAYS = 30;
    private static final Instant END = Instant.parse("2026-01-31T00:00:00Z");
    private static final Map<String, String> TENTH = Map.of("from", "2026-01-16", "to", "2026-01-19");

    private final Started started = new Started();
    private TrinoEngine trino;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Engines engines = Engines.required();
        assumeThat(engines.hasTrino())
                .as("no JDK of 22 or newer was found for Trino: not run")
                .isTrue();
        Path lake = directory.resolve("lake");
        QueryBench.makeLake(lake, RECORDS, DAYS, Instant.now(), line -> {});
        String catalog = ConnectPage.read("trino.md")
                .block("A lake in a directory", "properties", Map.of("LAKE", lake.toString()));
        trino = started.with(
                TrinoEngine.start(engines, directory.resolve("trino"), Parts.logs(getClass()), catalog, Map.of()));
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    private TrinoEngine.Ran ask(String question, Map<String, String> given, String layout) {
        Question asked = Questions.shipped(question);
        return trino.run(Statement.render(asked, Arguments.of(asked, given, END), Dialect.TRINO, layout));
    }

    private static long bytes(TrinoEngine.Ran ran) {
        return ran.stats().get("physicalInputBytes").asLong();
    }

    @Test
    void tenthOfTheDaysReadsLessThanAQuarterOfTheBytesOfAllAndGivesTheSameRowsInBothLayouts() {
        for (String question : List.of("funnel", "events_per_hour")) {
            TrinoEngine.Ran all = ask(question, Map.of(), QueryBench.SORTED);
            TrinoEngine.Ran tenth = ask(question, TENTH, QueryBench.SORTED);
            TrinoEngine.Ran scattered = ask(question, TENTH, QueryBench.SCATTERED);
            assertThat(bytes(tenth)).as(question).isPositive().isLessThan(bytes(all) / 4);
            assertThat(bytes(tenth)).as(question).isLessThan(bytes(scattered) / 2);
            assertThat(tenth.reply().rows()).as(question).isNotEmpty();
            assertThat(tenth.reply().difference(scattered.reply())).as(question).isEmpty();
            assertThat(all.reply()
                            .difference(ask(question, Map.of(), QueryBench.SCATTERED)
                                    .reply()))
                    .as(question)
                    .isEmpty();
        }
    }

    @Test
    void planOfTrinoSaysThatOnlyTheseDaysAreRead() {
        String condition = " WHERE event_time >= TIMESTAMP '2026-01-16 00:00:00 UTC'"
                + " AND event_time < TIMESTAMP '2026-01-19 00:00:00 UTC'";
        long all = rowsRead("");
        long tenth = rowsRead(condition);
        assertThat(tenth).isPositive().isLessThan(all / 4);
        // As questions say it that reckon their bounds.
        String reckoned = " WHERE event_time >= MOMENT("
                + Instant.parse("2026-01-16T00:00:00Z").toEpochMilli() + ") AND event_time < MOMENT("
                + Instant.parse("2026-01-19T00:00:00Z").toEpochMilli() + ")";
        assertThat(rowsRead(reckoned)).isEqualTo(tenth);
    }

    // EXPLAIN ANALYZE names, for each scan, the rows that came out of the files before they were filtered.
    private long rowsRead(String condition) {
        Question counting =
                Question.parse("", "SELECT COUNT(event_type) FROM events FOR VERSION AS OF 'sorted'" + condition);
        String statement =
                Statement.render(counting, Arguments.of(counting, Map.of(), Instant.EPOCH), Dialect.TRINO, null);
        String plan = trino.ask("EXPLAIN ANALYZE " + statement).rows().stream()
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.joining("\n"));
        var input = Pattern.compile("Input: (\\d+) rows \\([^)]*\\)(?:, Filtered: [\\d.]+%)?, Physical input:")
                .matcher(plan);
        assertThat(input.find()).as(plan).isTrue();
        return Long.parseLong(input.group(1));
    }
}
