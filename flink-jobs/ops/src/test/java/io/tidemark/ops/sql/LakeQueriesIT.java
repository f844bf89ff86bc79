package io.tidemark.ops.sql;

import static java.util.Arrays.asList;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over a real lake: an SQLite catalog and Parquet files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LakeQueriesIT {
    private static final long ANN = 5_000_000_000_000_000_001L;
    private static final long DEVICE = 7L;

    private LakeQueries queries;

    @BeforeAll
    void openLake(@TempDir Path directory) throws IOException {
        var lake = new SmallLake(directory);
        lake.table(
                "events",
                events(),
                List.of(
                        asList("View Item", DEVICE, OffsetDateTime.parse("2018-11-01T10:00:00.250Z")),
                        asList("Purchase, \"big\"", ANN, OffsetDateTime.parse("2018-11-01T11:00:00Z")),
                        asList("$groupidentify", null, OffsetDateTime.parse("2018-11-01T12:30:00Z"))));
        OffsetDateTime merged = OffsetDateTime.parse("2018-11-01T11:00:00Z");
        lake.table(
                "merge_ids",
                LakeTable.MERGE_IDS.schema(),
                List.of(List.of("default", DEVICE, ANN, merged, merged, "u1", 1, 1, 0, 1L)));
        lake.table("identity_overrides", LakeTable.IDENTITY_OVERRIDES.schema(), List.of());
        lake.table(
                "kinds",
                new Schema(
                        optional(1, "b", Types.BinaryType.get()),
                        optional(2, "d", Types.DateType.get()),
                        optional(3, "t", Types.TimestampType.withoutZone()),
                        optional(4, "n", Types.DecimalType.of(20, 2)),
                        optional(5, "x", Types.DoubleType.get()),
                        optional(6, "f", Types.BooleanType.get()),
                        optional(7, "l", Types.ListType.ofOptional(9, Types.StringType.get())),
                        optional(
                                8, "m", Types.MapType.ofOptional(10, 11, Types.StringType.get(), Types.LongType.get())),
                        optional(12, "s", Types.StringType.get())),
                List.of(
                        asList(
                                ByteBuffer.wrap("grüß".getBytes(StandardCharsets.UTF_8)),
                                LocalDate.of(2018, 11, 1),
                                LocalDateTime.of(2018, 11, 1, 10, 0),
                                new BigDecimal("12345678901234567.80"),
                                1e300,
                                true,
                                asList("a\"", null),
                                Map.of("k", 1L),
                                ""),
                        asList(
                                ByteBuffer.wrap(new byte[] {(byte) 0xff, 0}),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)));
        queries = LakeQueries.open(lake.settings(), Caller.of("test"));
    }

    /** The columns that the tests read, and behind them the others that the views name. */
    private static Schema events() {
        List<NestedField> columns = new ArrayList<>(List.of(
                required(1, "event_type", Types.StringType.get()),
                optional(2, "amplitude_id", Types.LongType.get()),
                required(3, "event_time", Types.TimestampType.withZone())));
        Set<String> read = columns.stream().map(NestedField::name).collect(Collectors.toSet());
        for (NestedField column : LakeTable.EVENTS.schema().columns()) {
            if (!read.contains(column.name()) && column.type().isPrimitiveType()) {
                columns.add(optional(columns.size() + 1, column.name(), column.type()));
            }
        }
        return new Schema(columns);
    }

    @AfterAll
    void closeLake() {
        queries.close();
    }

    /**
     * The table dead_letters keeps records of that size as they came. With = in the condition, the planner would compute the
     * text, and carry it through the plan and the code.
     */
    @Test
    void rowOfSixtyFourMebibytesCanBeShown() {
        try (Answer answer =
                queries.query("SELECT REPEAT(SUBSTRING(event_type, 1, 1), 67108864) AS record, event_type FROM events"
                        + " WHERE event_type LIKE 'View %'")) {
            assertThat(answer.next().getField(0)).asString().hasSize(64 << 20);
            assertThat(answer.hasNext()).isFalse();
        }
    }

    @Test
    void mergedPersonIsCountedOnceThroughTheView() throws IOException {
        assertThat(ask(
                        AnswerFormat.CSV,
                        "SELECT COUNT(*) n, COUNT(DISTINCT resolved_amplitude_id) people FROM events_resolved;"))
                .isEqualTo("n,people\n3,1\n");
    }

    @Test
    void csvQuotesWhatNeedsItAndTellsNullFromEmpty() throws IOException {
        assertThat(ask(AnswerFormat.CSV, "SELECT event_type, amplitude_id, event_time FROM events ORDER BY event_time"))
                .isEqualTo("""
                        event_type,amplitude_id,event_time
                        View Item,7,2018-11-01T10:00:00.250Z
                        "Purchase, ""big""\",5000000000000000001,2018-11-01T11:00:00Z
                        $groupidentify,,2018-11-01T12:30:00Z
                        """);
    }

    @Test
    void jsonIsAnArrayWithAmplitudeIdsAsTextToo() throws IOException {
        assertThat(ask(AnswerFormat.JSON, "SELECT amplitude_id, event_type FROM events ORDER BY event_time"))
                .isEqualTo("""
                        [
                        {"amplitude_id":7,"amplitude_id_string":"7","event_type":"View Item"},
                        {"amplitude_id":5000000000000000001,"amplitude_id_string":"5000000000000000001","event_type":"Purchase, \\"big\\""},
                        {"amplitude_id":null,"amplitude_id_string":null,"event_type":"$groupidentify"}
                        ]
                        """);
    }

    @Test
    void tableIsForReading() throws IOException {
        assertThat(ask(AnswerFormat.TABLE, "SELECT event_type, amplitude_id FROM events ORDER BY event_time"))
                .isEqualTo("""
                        event_type      |        amplitude_id
                        ----------------+--------------------
                        View Item       |                   7
                        Purchase, "big" | 5000000000000000001
                        $groupidentify  |
                        3 rows
                        """);
    }

    @Test
    void everyKindOfValueHasItsText() throws IOException {
        assertThat(ask(AnswerFormat.JSON, "SELECT * FROM kinds WHERE f")).isEqualTo("""
                        [
                        {"b":"grüß","d":"2018-11-01","t":"2018-11-01T10:00:00","n":12345678901234567.80,"x":1.0E300,"f":true,"l":["a\\"",null],"m":{"k":1},"s":""}
                        ]
                        """);
        assertThat(ask(AnswerFormat.CSV, "SELECT * FROM kinds WHERE f"))
                .contains("grüß,2018-11-01,2018-11-01T10:00:00,12345678901234567.80,1.0E300,true,"
                        + "\"[\"\"a\\\"\"\"\",null]\",\"{\"\"k\"\":1}\",\"\"\n");
        assertThat(ask(AnswerFormat.CSV, "SELECT b, d, s FROM kinds WHERE f IS NULL"))
                .isEqualTo("b,d,s\n0xff00,,\n");
    }

    @Test
    void answerWithoutRowsIsStillAnAnswer() throws IOException {
        String sql = "SELECT event_type FROM events WHERE amplitude_id = 0";
        assertThat(ask(AnswerFormat.CSV, sql)).isEqualTo("event_type\n");
        assertThat(ask(AnswerFormat.JSON, sql)).isEqualTo("[]\n");
        assertThat(ask(AnswerFormat.TABLE, sql)).isEqualTo("event_type\n----------\n0 rows\n");
    }

    @Test
    void tablesViewsAndColumnsCanBeShown() throws IOException {
        assertThat(ask(AnswerFormat.CSV, "SHOW TABLES")).contains("events\n", "merge_ids\n");
        assertThat(ask(AnswerFormat.CSV, "SHOW VIEWS")).contains("events_resolved");
        assertThat(ask(AnswerFormat.CSV, "DESCRIBE events_resolved")).contains("resolved_amplitude_id,BIGINT");
        assertThat(ask(AnswerFormat.TABLE, "EXPLAIN SELECT 1")).startsWith("== Abstract Syntax Tree ==\n");
        assertThat(ask(AnswerFormat.CSV, "SELECT operation FROM events$snapshots"))
                .contains("append");
    }

    @Test
    void viewWithoutItsTablesSaysWhichIsMissing(@TempDir Path directory) throws IOException {
        var bare = new SmallLake(directory);
        bare.table("events", new Schema(required(1, "amplitude_id", Types.LongType.get())), List.of(List.of(1L)));
        try (var others = LakeQueries.open(bare.settings(), Caller.of("test"))) {
            assertThatThrownBy(() -> others.query("SELECT * FROM events_resolved"))
                    .isInstanceOf(QueryFailure.class)
                    .hasMessageContaining(
                            "The view events_resolved cannot be queried here: Object 'identity_overrides' not found.");
            try (Answer answer = others.query("SHOW TABLES")) {
                assertThat(answer.hasNext()).isTrue();
            }
        }
    }

    @Test
    void noStatementShowsThePassword() throws IOException {
        assertThat(ask(AnswerFormat.CSV, "SHOW CREATE TABLE events"))
                .contains("event_type")
                .doesNotContain("hunter2");
        assertThat(ask(AnswerFormat.CSV, "DESCRIBE EXTENDED events")).doesNotContain("hunter2");
        assertThat(ask(AnswerFormat.CSV, "EXPLAIN SELECT * FROM events")).doesNotContain("hunter2");
    }

    @Test
    void hoursAreThoseOfUtc() throws IOException {
        assertThat(ask(
                        AnswerFormat.CSV,
                        "SELECT DATE_FORMAT(event_time, 'yyyy-MM-dd HH') h FROM events ORDER BY event_time LIMIT 1"))
                .isEqualTo("h\n2018-11-01 10\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO events SELECT * FROM events",
                "insert into no_such_table values (1)",
                "/* SELECT */ DROP TABLE events",
                "-- SELECT\nDROP TABLE events",
                "CREATE TABLE t (a INT)",
                "CREATE TEMPORARY VIEW v AS SELECT 1",
                "ALTER TABLE events SET ('a' = 'b')",
                "TRUNCATE TABLE events",
                "DELETE FROM events",
                "SET 'a' = 'b'",
                "RESET",
                "USE CATALOG default_catalog",
                "ADD JAR '/tmp/x.jar'",
                "LOAD MODULE hive",
                "CREATE FUNCTION f AS 'x.Y'",
                "CALL sys.x()",
                "EXECUTE STATEMENT SET BEGIN INSERT INTO events SELECT * FROM events; END"
            })
    void statementThatChangesSomethingIsRefused(String sql) {
        assertThatThrownBy(() -> queries.query(sql))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("sql only reads")
                .hasMessageContaining("SELECT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1; SELECT 2", "SELECT 1;\n DROP TABLE events;", "SELECT ';'; SELECT 1"})
    void severalStatementsAreRefused(String sql) {
        assertThatThrownBy(() -> queries.query(sql))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("several statements");
    }

    @Test
    void semicolonInTextIsNoSecondStatement() throws IOException {
        assertThat(ask(AnswerFormat.CSV, "SELECT ';x' AS a; ")).isEqualTo("a\n;x\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELEC 1                          | The query was not understood: Non-query expression encountered in illegal context.
                    SELECT nope FROM events          | (line 1, column 8): Column 'nope' not found in any table.
                    SELECT * FROM nowhere            | (line 1, column 15): Object 'nowhere' not found.
                    SELECT * FORM events             | (line 1, column 15): Encountered "events".
                    ''                               | The query is empty; give one statement.
                    SELECT * FROM events$nonsense    | nonsense
                    SELECT "event_type" FROM events  | write a name in backticks (`event_type`)
                    SELECT 1 FROM events WHERE event_type = "x" | a text in single quotes
                    """)
    void mistakeIsSaidInASentence(String sql, String expected) {
        assertThatThrownBy(() -> queries.query(sql))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
    }

    @Test
    void failureWhileItRunsIsSaidInASentence() {
        assertThatThrownBy(() -> ask(AnswerFormat.CSV, "SELECT CAST(event_type AS INT) FROM events"))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("The query failed while it ran")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
    }

    /** Flink computes constants while it plans, and what fails there was understood all the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT 1/0                                              | Division by zero.
                    SELECT COUNT(*) / 0 FROM events WHERE 1/0 = 1           | by zero.
                    SELECT amplitude_id / (CHAR_LENGTH(event_type) - 9) FROM events | by zero.
                    SELECT CAST('x' AS INT)                                 | 'x'
                    """)
    void failureOfAConstantIsNoMisunderstanding(String sql, String expected) {
        assertThatThrownBy(() -> ask(AnswerFormat.CSV, sql))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("The query failed while it ran")
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "metadata/snap-"})
    void fileThatIsGoneIsNamedWithTheWayBack(String part, @TempDir Path directory) throws IOException {
        var broken = new SmallLake(directory);
        broken.table("events", new Schema(required(1, "amplitude_id", Types.LongType.get())), List.of(List.of(1L)));
        Path gone;
        try (Stream<Path> files = Files.walk(directory)) {
            gone = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("events/" + part)
                            && !file.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(gone);
        try (var others = LakeQueries.open(broken.settings(), Caller.of("test"))) {
            assertThatThrownBy(() -> {
                        try (Answer answer = others.query("SELECT * FROM events")) {
                            answer.hasNext();
                        }
                    })
                    .isInstanceOf(QueryFailure.class)
                    .hasMessageContaining(gone.toString())
                    .hasMessageContaining("tidemark audit")
                    .hasMessageContaining("--as-of");
        }
    }

    private String ask(AnswerFormat format, String sql) throws IOException {
        var out = new StringBuilder();
        try (Answer answer = queries.query(sql)) {
            format.write(answer, out);
        }
        return out.toString();
    }
}
