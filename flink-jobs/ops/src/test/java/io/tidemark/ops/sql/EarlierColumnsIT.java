package io.tidemark.ops.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import io.tidemark.ops.question.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a lake of the first release answers, it answers in the same way once its outcome tables have more columns, and as of a
 * mark from before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlierColumnsIT {
    private static final String BEFORE = "before";

    private final Map<String, String> answersBefore = new TreeMap<>();
    private LakeQueries queries;

    @BeforeAll
    void carryALakeOver(@TempDir Path directory) throws IOException {
        TidemarkConfig config = DirectoryLake.config(directory);
        SmallLake lake = new SmallLake(LakeTables.settings(config));
        for (LakeTable table : LakeTable.all()) {
            List<List<?>> rows = table.isOutcome() ? List.of(SampleRow.of(EarlierTables.schema(table), 0)) : List.of();
            lake.table(table.tableName(), EarlierTables.schema(table), rows);
            lake.tag(table.tableName(), BEFORE);
        }
        try (LakeQueries before = LakeQueries.open(config)) {
            for (String view : Views.names()) {
                answersBefore.put(view, answer(before, view, null));
            }
        }
        try (Lake opened = LakeTables.open(config)) {
            EarlierTables.carryOver(opened);
        }
        for (LakeTable table : LakeTable.outcomes()) {
            lake.append(table.tableName(), List.of(SampleRow.of(table.schema(), 1)));
        }
        queries = LakeQueries.open(config);
    }

    @AfterAll
    void close() {
        queries.close();
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewAsOfAMarkFromBeforeAnswersAsItDidThen(String view) throws IOException {
        assertThat(answer(queries, view, BEFORE)).isEqualTo(answersBefore.get(view));
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewHasTheColumnsThatItHadBefore(String view) throws IOException {
        assertThat(header(answer(queries, view, null))).isEqualTo(header(answersBefore.get(view)));
    }

    static List<String> views() {
        return Views.names();
    }

    @ParameterizedTest
    @MethodSource
    void questionIsPlannedAsOfAMarkFromBefore(Question question) throws IOException {
        String statement =
                Statement.render(question, Arguments.of(question, Map.of(), Instant.EPOCH), Dialect.FLINK, BEFORE);
        try (Answer plan = queries.query("EXPLAIN " + statement)) {
            assertThat(text(plan)).contains("Optimized Execution Plan");
        }
    }

    static List<Question> questionIsPlannedAsOfAMarkFromBefore() {
        return Questions.all().stream()
                .filter(question -> question.parameters().stream().allMatch(parameter -> parameter.standard() != null))
                .toList();
    }

    @Test
    void theColumnsThemselvesAreNullInOlderRows() throws IOException {
        try (Answer rows = queries.query(
                "SELECT kafka_offset, config_version, released_from FROM throttled ORDER BY kafka_offset")) {
            assertThat(text(rows)).isEqualTo("""
                    kafka_offset,config_version,released_from
                    0,,
                    1,7,"{""ingest_epoch"":1,""kafka_partition"":0,""kafka_offset"":0}"
                    """);
        }
    }

    private static String answer(LakeQueries lake, String view, @Nullable String mark) throws IOException {
        Question all = Question.parse(view, "-- What is in it?\nSELECT * FROM " + view);
        try (Answer answer = lake.run(all, Arguments.of(all, Map.of(), Instant.EPOCH), mark)) {
            // Rows come in any order.
            String[] lines = text(answer).split("\n");
            Arrays.sort(lines, 1, lines.length);
            return String.join("\n", lines) + "\n";
        }
    }

    private static String text(Answer answer) throws IOException {
        StringBuilder text = new StringBuilder();
        AnswerFormat.CSV.write(answer, text);
        return text.toString();
    }

    private static String header(@Nullable String answer) {
        return answer == null ? "" : answer.substring(0, answer.indexOf('\n'));
    }
}
