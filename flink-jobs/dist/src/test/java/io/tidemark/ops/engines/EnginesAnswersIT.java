package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.ops.answers.Asked;
import io.tidemark.ops.answers.CaseLake;
import io.tidemark.ops.answers.Histories;
import io.tidemark.ops.cluster.Parts;
import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.question.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of every question, in Spark and in Trino: the rows of the model, which are those of Flink SQL too. Both are
 * asked at once, each one case after the other; a test waits for the reply to its own. The system property
 * {@code tidemark.engines.smoke} leaves a few cases of all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginesAnswersIT {
    private static final String HERE = "A lake in a directory";
    private static final List<Asked> CASES =
            Boolean.getBoolean("tidemark.engines.smoke") ? Asked.sample(25) : Asked.all();

    private final Started started = new Started();
    private final Map<CaseLake, Histories> histories = new EnumMap<>(CaseLake.class);
    private Engines engines;
    private Replies spark;
    private Replies trino;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        engines = Engines.required();
        Path logs = Parts.logs(getClass());
        Path lakes = Files.createDirectories(directory.resolve("lake"));
        for (CaseLake lake : CaseLake.values()) {
            histories.put(lake, lake.fill(lakes));
        }
        Map<String, String> places = Map.of("LAKE", lakes.toString());
        String settings = ConnectPage.read("spark.md").block(HERE, "properties", places);
        SparkEngine one =
                started.with(SparkEngine.start(engines, directory.resolve("spark"), logs, settings, List.of()));
        spark = started.with(Replies.to(CASES, Dialect.SPARK, one::in));
        if (engines.hasTrino()) {
            String catalog = ConnectPage.read("trino.md").block(HERE, "properties", places);
            TrinoEngine other =
                    started.with(TrinoEngine.start(engines, directory.resolve("trino"), logs, catalog, Map.of()));
            trino = started.with(Replies.to(CASES, Dialect.TRINO, other::in));
        }
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sparkGivesTheRowsOfTheModel(Asked asked) throws InterruptedException {
        check(asked, spark);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trinoGivesTheRowsOfTheModel(Asked asked) throws InterruptedException {
        assumeTrue(engines.hasTrino(), "There is no JDK of 22 or newer: Trino is not asked");
        check(asked, trino);
    }

    private void check(Asked asked, Replies replies) throws InterruptedException {
        asked.asked().check(histories.get(asked.lake()), replies.get(asked));
    }

    static List<Asked> cases() {
        assertThat(CASES).isNotEmpty();
        return CASES;
    }
}
