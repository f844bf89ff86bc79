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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How Trino plans the questions: with every option on, none has more stages than Trino runs; without options, none reads what
 * only an option needs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginesPlansIT {
    /** Trino's query.max-stage-count, as it comes. */
    private static final int MOST_STAGES = 150;

    private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");
    private static final Pattern STAGE = Pattern.compile("(?m)^Fragment \\d+ ");
    private static final EveryOption OPTIONS = new EveryOption(List.of(QueryBench.SCATTERED, QueryBench.SORTED));

    private final Started started = new Started();
    private TrinoEngine trino;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Engines engines = Engines.required();
        assumeThat(engines.hasTrino())
                .as("no JDK of 22 or newer was found for Trino: not run")
                .isTrue();
        Path lake = directory.resolve("lake");
        QueryBench.makeLake(lake, 2_000, 30, Instant.now(), line -> {});
        String catalog = ConnectPage.read("trino.md")
                .block("A lake in a directory", "properties", Map.of("LAKE", lake.toString()));
        trino = started.with(
                TrinoEngine.start(engines, directory.resolve("trino"), Parts.logs(getClass()), catalog, Map.of()));
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    static List<String> questions() {
        return Questions.all().stream().map(Question::name).toList();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void noQuestionHasMoreStagesThanTrinoRunsWithEveryOptionOn(String name) {
        Question question = Questions.shipped(name);
        for (Map<String, String> given : OPTIONS.of(question)) {
            long t0 = System.nanoTime();
            int n = stages(plan(question, given));
            System.out.println("STAGES " + n + " " + name + " " + (System.nanoTime() - t0) / 1000000);
            assertThat(n).as(given.toString()).isBetween(1, MOST_STAGES);
        }
    }

    private String plan(Question question, Map<String, String> given) {
        String statement = Statement.render(question, Arguments.of(question, given, NOW), Dialect.TRINO, null);
        return trino.ask("EXPLAIN (TYPE DISTRIBUTED) " + statement).rows().stream()
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.joining("\n"));
    }

    private static int stages(String plan) {
        return (int) STAGE.matcher(plan).results().count();
    }
}
