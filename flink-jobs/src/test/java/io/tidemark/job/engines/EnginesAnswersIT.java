package io.tidemark.job.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.job.answers.AllCases;
import io.tidemark.job.answers.AnalystsLake;
import io.tidemark.job.answers.Case;
import io.tidemark.job.answers.Histories;
import io.tidemark.job.cluster.Parts;
import io.tidemark.job.cluster.Started;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.question.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every question, in Spark and in Trino: the rows of the model, which are those of Flink SQL too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginesAnswersIT {
    private static final String HERE = "A lake in a directory";

    private final Started started = new Started();
    private Engines engines;
    private Histories histories;
    private Engine spark;
    private Engine trino;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        engines = Engines.required();
        Path logs = Parts.logs(getClass());
        Path lake = Files.createDirectories(directory.resolve("lake"));
        histories = AnalystsLake.fill(TidemarkConfig.ofDirectory(lake), lake);
        Map<String, String> places = Map.of("LAKE", lake.toString());
        String settings = ConnectPage.read("spark.md").block(HERE, "properties", places);
        spark = started.with(SparkEngine.start(engines, directory.resolve("spark"), logs, settings, List.of()));
        if (engines.hasTrino()) {
            String catalog = ConnectPage.read("trino.md").block(HERE, "properties", places);
            trino = started.with(TrinoEngine.start(engines, directory.resolve("trino"), logs, catalog, Map.of()));
        }
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sparkGivesTheRowsOfTheModel(Case asked) {
        asked.check(histories, spark.ask(asked.statement(Dialect.SPARK)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trinoGivesTheRowsOfTheModel(Case asked) {
        assumeTrue(engines.hasTrino(), "There is no JDK of 22 or newer: Trino is not asked");
        asked.check(histories, trino.ask(asked.statement(Dialect.TRINO)));
    }

    static List<Case> cases() {
        List<Case> cases = AllCases.list();
        assertThat(cases).isNotEmpty();
        return cases;
    }
}
