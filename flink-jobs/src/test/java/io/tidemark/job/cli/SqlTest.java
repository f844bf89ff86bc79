package io.tidemark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.job.query.Answer;
import io.tidemark.job.query.AnswerFormat;
import io.tidemark.job.query.LakeQueries;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    private static final Path SQL = Path.of("../sql");

    private LakeQueries queries;

    @BeforeAll
    void makeLake(@TempDir Path directory) {
        TidemarkConfig config = TidemarkConfig.ofDirectory(directory);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
        queries = SqlCommand.open(config);
    }

    @AfterAll
    void close() {
        queries.close();
    }

    @ParameterizedTest
    @MethodSource
    void questionIsAnsweredByAnEmptyLake(Path file) throws IOException {
        assertThat(answer(Files.readString(file))).startsWith("[");
    }

    static List<Path> questionIsAnsweredByAnEmptyLake() throws IOException {
        try (Stream<Path> queries = Files.list(SQL.resolve("queries"));
                Stream<Path> views = Files.list(SQL.resolve("views"))) {
            return Stream.concat(queries, views).sorted().toList();
        }
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
        StringBuilder text = new StringBuilder();
        try (Answer answer = queries.query(question)) {
            AnswerFormat.JSON.write(answer, text);
        }
        return text.toString();
    }
}
