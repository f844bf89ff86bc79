package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import io.tidemark.ops.question.Views;
import io.tidemark.ops.sql.Answer;
import io.tidemark.ops.sql.AnswerFormat;
import io.tidemark.ops.sql.LakeQueries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query in {@code sql/} is understood and answered on a lake into which nothing has come yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlTest {
    private LakeQueries queries;

    @BeforeAll
    void makeLake(@TempDir Path directory) {
        TidemarkConfig config = DirectoryLake.config(directory);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
        queries = LakeQueries.open(config);
    }

    @AfterAll
    void close() {
        queries.close();
    }

    /** Planned, not run: among the answers, each has a case with a range in which nothing was. */
    @ParameterizedTest
    @MethodSource
    void questionIsPlannedOnAnEmptyLake(Question question) throws IOException {
        Arguments arguments = Arguments.of(question, Map.of(), Instant.EPOCH);
        String statement = Statement.render(question, arguments, Dialect.FLINK, null);
        assertThat(answer("EXPLAIN " + statement)).contains("Optimized Execution Plan");
    }

    /** Those that need something have their cases among the answers. */
    static List<Question> questionIsPlannedOnAnEmptyLake() {
        return Questions.all().stream()
                .filter(question -> question.parameters().stream().allMatch(parameter -> parameter.standard() != null))
                .toList();
    }

    @ParameterizedTest
    @MethodSource
    void checkHoldsOnAnEmptyLake(Question check) throws IOException {
        Arguments arguments = Arguments.of(check, Map.of(), Instant.EPOCH);
        assertThat(text(queries.run(check, arguments, null))).isEqualTo("[]\n");
    }

    static List<Question> checkHoldsOnAnEmptyLake() {
        return Questions.checks();
    }

    @ParameterizedTest
    @MethodSource
    void viewIsAnsweredByAnEmptyLake(String view) throws IOException {
        assertThat(answer("SELECT * FROM " + view)).isEqualTo("[]\n");
    }

    static List<String> viewIsAnsweredByAnEmptyLake() {
        return Views.names();
    }

    @Test
    void viewIsThereByTheNameOfItsFile() throws IOException {
        assertThat(answer("SHOW VIEWS")).contains("events_resolved");
        assertThat(answer("SELECT COUNT(*) AS n FROM events_resolved")).isEqualTo("[\n{\"n\":0}\n]\n");
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnMayBeAskedForWithoutBackticks(LakeTable table) {
        List<String> columns =
                table.schema().columns().stream().map(NestedField::name).toList();
        String question = "EXPLAIN SELECT x." + String.join(", x.", columns) + " FROM " + table.tableName()
                + " x WHERE " + String.join(" IS NOT NULL AND ", columns) + " IS NOT NULL";
        assertThatCode(() -> answer(question)).doesNotThrowAnyException();
    }

    @Test
    void reservedWordInATextOrACommentIsLeftAlone() throws IOException {
        assertThat(answer("SELECT 'raw groups' AS a, `reason`, raw FROM dead_letters -- raw"))
                .isEqualTo("[]\n");
        assertThat(answer("SELECT language, 'it''s raw' AS b /* groups */ FROM (VALUES ('x', 1)) AS t(language, raw)"))
                .isEqualTo("[\n{\"language\":\"x\",\"b\":\"it's raw\"}\n]\n");
    }

    private String answer(String question) throws IOException {
        return text(queries.query(question));
    }

    private static String text(Answer given) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Answer answer = given) {
            AnswerFormat.JSON.write(answer, text);
        }
        return text.toString();
    }
}
