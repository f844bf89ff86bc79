package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00Z");

    private static String render(String sql, Map<String, String> given, Dialect dialect, @Nullable String mark) {
        Question question = Question.parse("a question", sql);
        return Statement.render(question, Arguments.of(question, given, NOW), dialect, mark);
    }

    @Test
    void tablesAreReadAsOfTheMarkInTheWordsOfTheEngine() {
        String sql = "SELECT e.uuid FROM events e JOIN merge_ids AS m ON e.amplitude_id = m.amplitude_id";

        assertThat(render(sql, Map.of(), Dialect.TRINO, "it's"))
                .isEqualTo("SELECT e.uuid FROM events FOR VERSION AS OF 'it''s' e JOIN merge_ids FOR VERSION AS OF"
                        + " 'it''s' AS m ON e.amplitude_id = m.amplitude_id");
        assertThat(render(sql, Map.of(), Dialect.SPARK, "it's")).contains("FROM events VERSION AS OF 'it\\'s' e");
        assertThat(render(sql, Map.of(), Dialect.FLINK, "it's"))
                .contains("FROM events /*+ OPTIONS('tag'='it''s') */ e")
                .contains("JOIN merge_ids /*+ OPTIONS('tag'='it''s') */ AS m");
    }

    @Test
    void tableIsFoundBehindCommasInParenthesesAndWithItsCatalogBeforeIt() {
        assertThat(render(
                        "SELECT 1 FROM lake.tidemark.events a, (SELECT 2 FROM `x`.`events`), merge_ids m WHERE a.b IN (1,"
                                + " events)",
                        Map.of(),
                        Dialect.TRINO,
                        "m"))
                .isEqualTo("SELECT 1 FROM lake.tidemark.events FOR VERSION AS OF 'm' a, (SELECT 2 FROM `x`.`events` FOR"
                        + " VERSION AS OF 'm'), merge_ids FOR VERSION AS OF 'm' m WHERE a.b IN (1, events)");
    }

    @Test
    void nameThatTheTextBringsItselfIsNoTable() {
        String sql = "WITH events AS (SELECT 1 AS n) SELECT n FROM events";

        assertThat(render(sql, Map.of(), Dialect.TRINO, "m")).isEqualTo(sql);
    }

    @Test
    void viewBecomesACommonTableExpressionBeforeThoseOfTheText() {
        String text = render(
                "-- why\nWITH a AS (SELECT uuid FROM events_resolved) SELECT * FROM a", Map.of(), Dialect.TRINO, "m");

        assertThat(text)
                .startsWith("-- why\nWITH overrides_in_force AS (")
                .contains("\n),\nevents_resolved AS (")
                .contains("FROM events FOR VERSION AS OF 'm' e")
                .endsWith("\n), a AS (SELECT uuid FROM events_resolved) SELECT * FROM a");
    }

    /** The view names its columns one by one, for three of them are not those of the table. */
    @Test
    void paymentHasEveryColumnOfAnEvent() {
        String text = render("SELECT * FROM events_with_amount", Map.of(), Dialect.TRINO, null);
        String columns = text.substring(text.lastIndexOf("event_id,"), text.lastIndexOf("FROM earned"));

        assertThat(columns.split("\\W+")).contains(columnsOfEveryLake());
    }

    @Test
    void eventOfAPersonHasEveryColumnThatAnEventHasInEveryLakeAndNoOther() {
        String text = Views.query("events_resolved");
        String columns = text.substring(text.indexOf("\nSELECT"), text.indexOf("COALESCE("));

        assertThat(Pattern.compile("\\be\\.(\\w+)").matcher(columns).results().map(found -> found.group(1)))
                .containsExactly(columnsOfEveryLake());
    }

    /** A table has more columns in one lake, or as of one mark, than in another; what reads it must not. */
    @ParameterizedTest
    @ValueSource(strings = {"views", "parts", "queries"})
    void nothingTakesTheColumnsOfAnOutcomeTableAsTheyAre(String folder) {
        Pattern named = Pattern.compile("(?:FROM|JOIN)\\s+(?:events|duplicates|throttled|dead_letters)\\s+(\\w+)");
        for (String name : SqlFiles.names(folder)) {
            String text = SqlFiles.text(folder + "/" + name);
            assertThat(text).as(name).doesNotContain("SELECT *");
            named.matcher(text).results().map(found -> found.group(1) + ".*").forEach(all -> assertThat(text)
                    .as(name)
                    .doesNotContain(all));
        }
    }

    private static String[] columnsOfEveryLake() {
        return LakeTable.EVENTS.schema().columns().stream()
                .map(Types.NestedField::name)
                .filter(name -> !name.equals(Columns.CONFIG_VERSION) && !name.equals(Columns.RELEASED_FROM))
                .toArray(String[]::new);
    }

    @Test
    void viewAtTwoMarksStandsThereTwice() {
        String text = render("""
                -- What changed?
                -- :before  mark  (required)  the earlier mark
                -- :after   mark  (required)  the later mark
                SELECT COUNT(*) FROM AT(events_resolved, :before) b CROSS JOIN AT(events, :after) a""", Map.of("before", "monday", "after", "friday"), Dialect.SPARK, null);

        assertThat(text)
                .contains("\nevents_resolved_at_before AS (", "FROM events VERSION AS OF 'monday' e")
                .contains("FROM events_resolved_at_before b CROSS JOIN events VERSION AS OF 'friday' a");
    }

    @Test
    void viewWithinARangeReadsTheEventsOfADayAroundIt() {
        String text = render("""
                -- What?
                -- :from  time  beginning  from
                -- :to    time  end        to
                SELECT COUNT(*) FROM WITHIN(events_resolved, :from, :to) e""", Map.of("from", "2024-01-10", "to", "2024-01-11"), Dialect.TRINO, null);

        assertThat(text)
                .contains("(SELECT * FROM events WHERE event_time >= TIMESTAMP '2024-01-09 00:00:00.000 UTC' AND"
                        + " event_time < TIMESTAMP '2024-01-12 00:00:00.000 UTC') e");
    }

    @Test
    void whatPeopleHadIsReadWhereOneOfTheseParametersSpeaksOfIt() {
        String sql = """
                -- What?
                -- :by     property  none  by what
                -- :event  events    *     which
                SELECT COUNT(*) FROM READING(events_resolved, :event) e WHERE :event AND :by = 'a'""";
        Map<String, String> other = Map.of("by", "user_properties.plan", "event", "A [platform is Web]");
        Map<String, String> named = Map.of("by", "user_properties.plan", "event", "A [user_properties.plan is pro]");

        assertThat(render(sql, other, Dialect.TRINO, null)).contains("SELECT COUNT(*) FROM events_resolved e");
        assertThat(render(sql, named, Dialect.TRINO, null))
                .contains("SELECT COUNT(*) FROM events_with_people_properties e");
    }

    private static final String TOLD_APART = """
            -- What?
            -- :by     property  none  by what
            -- :where  property  none  where
            -- :is     text      all   is
            WITH chosen AS (SELECT SEGMENTS(:by) AS segments FROM events_resolved WHERE HAS(:where, :is))
            SELECT SEGMENT(:by, segments) AS segment FROM chosen EACH_SEGMENT(:by, segments) WHERE 1 = 1""";

    @Test
    void columnAndNothingCostNoLookIntoAnObjectAndNobodysProperties() {
        assertThat(render(TOLD_APART, Map.of("by", "platform"), Dialect.TRINO, null))
                .endsWith("chosen AS (SELECT \"platform\" AS segments FROM events_resolved WHERE 'all' = 'all')\n"
                        + "SELECT COALESCE(segments, '(none)') AS segment FROM chosen  WHERE 1 = 1")
                .doesNotContain("people_then");
        assertThat(render(TOLD_APART, Map.of("by", "event_properties.color"), Dialect.FLINK, null))
                .doesNotContain("people_then");
    }

    @Test
    void propertyGivesARowForEachOfItsValues() {
        assertThat(render(
                        TOLD_APART,
                        Map.of("by", "event_properties.color", "where", "groups.a", "is", "it's"),
                        Dialect.FLINK,
                        null))
                .endsWith("chosen AS (SELECT tidemark_json_texts(`event_properties`, 'color') AS segments FROM"
                        + " events_resolved WHERE tidemark_any_text(tidemark_json_texts(`groups`, 'a'), '=', 'it''s'))\n"
                        + "SELECT COALESCE(told.segment, '(none)') AS segment FROM chosen CROSS JOIN UNNEST(segments) AS"
                        + " told(segment) WHERE 1 = 1");
    }

    @Test
    void propertyOfPeopleIsThatOfTheTimeOfTheEvent() {
        String text = render(
                TOLD_APART,
                Map.of("by", "user_properties.plan", "where", "user_properties.a b", "is", "x"),
                Dialect.FLINK,
                "m");

        assertThat(text)
                .contains("FROM events_with_people_properties WHERE")
                .contains("tidemark_said_of(user_properties, '\"a b\"\"plan\"')")
                .contains("POSITION('\"plan\"' IN user_properties) > 0")
                .containsOnlyOnce("people_then AS (")
                .containsOnlyOnce("\nevents_resolved AS (")
                .doesNotContain("FROM events e");
    }

    @Test
    void whatWasSaidBeforeARangeStillHoldsInIt() {
        String text = render("""
                -- What?
                -- :by    property  user_properties.plan  by what
                -- :from  time      beginning             from
                -- :to    time      end                   to
                SELECT SEGMENTS(:by) AS s FROM WITHIN(events_resolved, :from, :to) e""", Map.of("from", "2024-01-10", "to", "2024-01-11"), Dialect.TRINO, null);

        assertThat(text).containsOnlyOnce("event_time >= TIMESTAMP '2024-01-09").contains("\npeople_then AS (");
        assertThat(text.substring(text.indexOf("\nevents_resolved AS ("), text.indexOf("\npeople_then AS (")))
                .doesNotContain("event_time >=");
    }

    @Test
    void eventWithPropertiesOfThatTimeHasEveryColumnOfAnEvent() {
        Part part = Part.find("events_with_people_properties").orElseThrow();

        assertThat(Token.text(part.tokens()).split("\\W+")).contains(columnsOfEveryLake());
    }

    @Test
    void numberOfStepsIsALiteral() {
        String text = render("""
                -- How many?
                -- :steps  steps    a        the steps
                -- :days   numbers  0, 1, 7  the days
                SELECT COUNT_OF(:steps), count_of (:steps), COUNT_OF(:days), count_of FROM (:steps) AS s(n, word)""", Map.of("steps", "a, b\\,c, d"), Dialect.TRINO, null);

        assertThat(text)
                .endsWith("SELECT 3, 3, 3, count_of FROM (VALUES (1, 'a'), (2, 'b,c'), (3, 'd')) AS s(n, word)");
    }

    @Test
    void stepOfANumberIsAConditionThatNeverHoldsWhereThereAreFewer() {
        String text = render("""
                -- How many?
                -- :steps  steps  a  the steps
                SELECT 1 AS n FROM t WHERE STEP_IS(:steps, 1) OR STEP_IS(:steps, 2) OR STEP_IS(:steps, 3)""", Map.of("steps", "it's, A*"), Dialect.TRINO, null);

        assertThat(text).endsWith("WHERE event_type = 'it''s' OR event_type LIKE 'A%' ESCAPE '!' OR (1 = 0)");
    }

    @Test
    void segmentsAreReadFromTheTextThatWasCarried() {
        String carried = """
                -- What?
                -- :by  property  none  by what
                SELECT SEGMENTS(:by, s) AS segments FROM (SELECT SOURCE(:by) AS s FROM t) c""";

        assertThat(render(carried, Map.of(), Dialect.FLINK, null))
                .endsWith("SELECT 'all' AS segments FROM (SELECT 'all' AS s FROM t) c");
        assertThat(render(carried, Map.of("by", "platform"), Dialect.FLINK, null))
                .endsWith("SELECT s AS segments FROM (SELECT `platform` AS s FROM t) c");
        assertThat(render(carried, Map.of("by", "event_properties.tags"), Dialect.FLINK, null))
                .endsWith(
                        "SELECT tidemark_json_texts(s, 'tags') AS segments FROM (SELECT `event_properties` AS s FROM t) c");
    }

    @Test
    void partHasTheValuesOfTheQuestionThatReadsIt() {
        String text = render("""
                -- Who?
                -- :to  time  end  to
                SELECT COUNT(*) AS n FROM first_events""", Map.of("to", "2024-01-10"), Dialect.TRINO, "m");

        assertThat(text)
                .contains("\nevents_resolved AS (", "first_events AS (", "FROM events FOR VERSION AS OF 'm' e")
                .contains("event_time < TIMESTAMP '2024-01-10 00:00:00.000 UTC'")
                .contains("to_unixtime(event_time)")
                .endsWith("\n)\nSELECT COUNT(*) AS n FROM first_events");
    }

    @Test
    void partThatReadsAPartStandsBehindItAndEachOnce() {
        String text = render(Questions.shipped("retention").sql(), Map.of("start_event", "it's"), Dialect.SPARK, null);

        assertThat(text).containsOnlyOnce("retention_active AS (").containsOnlyOnce("retention_cohorts AS (");
        assertThat(text.indexOf("retention_active AS (")).isLessThan(text.indexOf("retention_cohorts AS ("));
        assertThat(text).contains("'it\\'s'");
    }

    @Test
    void partAtAMarkIsReadThere() {
        String text = render("""
                -- Who?
                -- :to      time  end         to
                -- :before  mark  (required)  the earlier mark
                SELECT COUNT(*) AS n FROM AT(first_events, :before) b""", Map.of("before", "monday"), Dialect.SPARK, null);

        assertThat(text)
                .contains("FROM events VERSION AS OF 'monday' e")
                .endsWith("SELECT COUNT(*) AS n FROM first_events_at_before b");
    }

    @Test
    void questionThatLacksWhatAPartNeedsIsToldInASentence() {
        assertThatThrownBy(() -> render(
                        "-- Who?\n-- :from  time  beginning  from\nSELECT 1 FROM first_events",
                        Map.of(),
                        Dialect.TRINO,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The question a question reads first_events, which needs :to of the type time, and has no"
                        + " parameter of that name: add a line '-- :to  time  default  meaning' at its top.");
        assertThatThrownBy(() -> render(
                        "-- Who?\n-- :to  text  x  to\nSELECT 1 FROM first_events", Map.of(), Dialect.TRINO, null))
                .hasMessageStartingWith("The question a question reads first_events, which needs :to of the type time,"
                        + " and has one of the type text:");
    }

    @Test
    void partThatDoesNotSayWhatItUsesIsToldInASentence() {
        assertThatThrownBy(() -> Part.parse("half", "-- What.\n-- :a  text\nSELECT :a, ':c', :b FROM events"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("half uses the parameter :b and does not say so at its top: add a line '-- :b  type'.");
        assertThat(Part.parse("whole", "-- What.\n-- :a  text\n-- :b  day|week  which\nSELECT :a, :b")
                        .needs())
                .containsOnlyKeys("a", "b");
    }

    @Test
    void everyPartIsReadByTwoQuestionsOrPartsAndIsNoView() {
        assertThat(Part.names())
                .isNotEmpty()
                .doesNotContainAnyElementsOf(Views.names())
                .containsAll(Statement.OF_PEOPLE)
                .filteredOn(part -> !Statement.OF_PEOPLE.contains(part))
                .allSatisfy(part -> {
                    List<String> readers = Questions.all().stream()
                            .filter(question -> reads(Token.of(question.sql()), part))
                            .map(Question::name)
                            .toList();
                    assertThat(readers).as(part).hasSizeGreaterThan(1);
                });
    }

    /** Whether a text names a part, or another part that does. */
    private static boolean reads(List<Token> tokens, String part) {
        return tokens.stream().anyMatch(token -> token.isWord(part))
                || Part.names().stream()
                        .filter(other -> !other.equals(part) && tokens.stream().anyMatch(token -> token.isWord(other)))
                        .anyMatch(other -> reads(Part.find(other).orElseThrow().tokens(), part));
    }

    @ParameterizedTest
    @MethodSource
    void valueStaysAValueWhateverIsInIt(Dialect dialect, String evil) {
        String text = render(
                "-- What?\n-- :a  text  x  a\n-- :other  text  y  b\nSELECT EPOCH_MS(:a), 'kept :a'",
                Map.of("a", evil),
                dialect,
                null);

        String around = render("SELECT EPOCH_MS('|'), 'kept :a'", Map.of(), dialect, null);
        // In Flink's words, the value stands there more than once.
        for (String part : around.split("'\\|'")) {
            assertThat(text).contains(part);
        }
        assertThat(text).contains(literal(dialect, evil));
    }

    private static String literal(Dialect dialect, String value) {
        return dialect == Dialect.SPARK
                ? "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
                : "'" + value.replace("'", "''") + "'";
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> valueStaysAValueWhateverIsInIt() {
        return Stream.of(Dialect.values()).flatMap(dialect -> Stream.of(
                        "x' OR 1=1; DROP TABLE events; --",
                        "' :other '",
                        "' EPOCH_MS(t) '",
                        "\\' EPOCH_MS(t) FROM events JOIN events_resolved",
                        "\\",
                        "\"`/*",
                        "a".repeat(100_000) + "''")
                .map(evil -> org.junit.jupiter.params.provider.Arguments.of(dialect, evil)));
    }

    @Test
    void wordsOfTheDialectAreReplacedInsideEachOther() {
        assertThat(render("SELECT MOMENT(FLOOR_MS(EPOCH_MS(t), 1000)) FROM events", Map.of(), Dialect.SPARK, null))
                .isEqualTo(
                        "SELECT timestamp_millis((unix_millis(t) - MOD(MOD(unix_millis(t), 1000) + 1000, 1000))) FROM"
                                + " events");
        assertThatThrownBy(() -> render("SELECT EPOCH_MS(a, b)", Map.of(), Dialect.SPARK, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("EPOCH_MS takes 1 arguments, not 2");
    }

    @Test
    void everyDialectHasTheSameWords() {
        Set<String> words = Dialect.TRINO.macros().names();

        assertThat(words).isNotEmpty();
        assertThat(Dialect.SPARK.macros().names()).isEqualTo(words);
        assertThat(Dialect.FLINK.macros().names()).isEqualTo(words);
    }

    @Test
    void everyShippedQuestionIsToldAndRenderedForEachEngine() {
        List<Question> all = Stream.concat(Questions.all().stream(), Questions.checks().stream())
                .toList();

        assertThat(all).isNotEmpty().allSatisfy(question -> {
            assertThat(question.title()).as(question.name()).isNotBlank();
            Map<String, String> given = new TreeMap<>();
            question.parameters().stream()
                    .filter(parameter -> parameter.standard() == null)
                    .forEach(parameter -> given.put(parameter.name(), "something"));
            for (Dialect dialect : Dialect.values()) {
                String text = Statement.render(question, Arguments.of(question, given, NOW), dialect, "m");
                assertThat(Token.of(text)).as(question.name()).noneMatch(token -> token.kind() == Token.Kind.PARAMETER);
            }
        });
    }
}
