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
import java.util.TreeMap;
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
    private static final Pattern EVENTS = Pattern.compile("Scan\\w*\\[table = \\w+:\\w+\\.events\\$");

    /** How often a question reads the events where it is given nothing; those that are not here, once. */
    private static final Map<String, Integer> READS = Map.ofEntries(
            Map.entry("active_people", 3),
            Map.entry("cohort", 3),
            Map.entry("cohort_difference", 6),
            Map.entry("corrections_between", 0),
            Map.entry("id_collisions", 0),
            Map.entry("lifecycle", 4),
            Map.entry("ltv", 5),
            Map.entry("merges_between", 2),
            Map.entry("microscope_retention", 2),
            Map.entry("rejected_and_why", 0),
            Map.entry("retention", 4),
            Map.entry("stickiness", 3),
            Map.entry("throttled_devices", 0),
            Map.entry("why_changed", 2));

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
            assertThat(stages(plan(question, given))).as(given.toString()).isBetween(1, MOST_STAGES);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void questionWithoutOptionsReadsNoMoreThanItNeeds(String name) {
        Question question = Questions.shipped(name);
        var required = new TreeMap<String, String>();
        Map<String, String> some = OPTIONS.of(question).get(0);
        question.parameters().stream()
                .filter(parameter -> parameter.standard() == null)
                .forEach(parameter -> required.put(parameter.name(), some.get(parameter.name())));
        String plan = plan(question, required);

        assertThat(EVENTS.matcher(plan).results().count()).isEqualTo((long) READS.getOrDefault(name, 1));
        assertThat(plan.contains("user_properties"))
                .as("what people had")
                .isEqualTo(question.sql().contains("user_properties"));
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
