package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ops.question.ParameterType.Simple;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values, times, marks and names are written for each engine, and what each type of parameter takes. */
class DialectTest {
    private static final Instant NOW = Instant.parse("2025-07-01T16:34:54.837Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            plain    | 'plain'      | 'plain'        | 'plain'
            it's     | 'it''s'      | 'it\\'s'       | 'it''s'
            a\\b     | 'a\\b'       | 'a\\\\b'       | 'a\\b'
            a\\'b    | 'a\\''b'     | 'a\\\\\\'b'    | 'a\\''b'
            ';--     | ''';--'      | '\\';--'       | ''';--'
            ä😀      | 'ä😀'        | 'ä😀'          | 'ä😀'
            """)
    void aTextIsAStringOfEachEngine(String text, String trino, String spark, String flink) {
        assertThat(Dialect.TRINO.text(text)).isEqualTo(trino);
        assertThat(Dialect.SPARK.text(text)).isEqualTo(spark);
        assertThat(Dialect.FLINK.text(text)).isEqualTo(flink);
    }

    @Test
    void aTimeIsWrittenToTheMillisecondInUtc() {
        assertThat(Dialect.TRINO.time(NOW)).isEqualTo("TIMESTAMP '2025-07-01 16:34:54.837 UTC'");
        assertThat(Dialect.SPARK.time(NOW)).isEqualTo("TIMESTAMP '2025-07-01 16:34:54.837Z'");
        assertThat(Dialect.FLINK.time(NOW)).isEqualTo("CAST(TIMESTAMP '2025-07-01 16:34:54.837' AS TIMESTAMP_LTZ(3))");
    }

    @Test
    void aTableAsOfAMarkIsSaidInTheWordsOfTheEngine() {
        assertThat(Dialect.TRINO.at("events", "mon'day")).isEqualTo("events FOR VERSION AS OF 'mon''day'");
        assertThat(Dialect.SPARK.at("events", "mon'day")).isEqualTo("events VERSION AS OF 'mon\\'day'");
        assertThat(Dialect.FLINK.at("events", "mon'day")).isEqualTo("events /*+ OPTIONS('tag'='mon''day') */");
    }

    @Test
    void aNameIsQuotedAsTheEngineQuotesIt() {
        assertThat(List.of(Dialect.values()).stream().map(dialect -> dialect.name("groups")))
                .containsExactly("\"groups\"", "`groups`", "`groups`");
    }

    @Test
    void columnsThatFlinkKeepsForItselfAreQuotedThereAndNowhereElse() {
        String sql = "SELECT groups, Language, raw, events.groups, 'groups', \"groups\" -- groups";

        assertThat(Dialect.FLINK.withColumnsQuoted(sql))
                .isEqualTo("SELECT `groups`, `Language`, `raw`, events.`groups`, 'groups', \"groups\" -- groups");
        assertThat(Dialect.TRINO.withColumnsQuoted(sql)).isEqualTo(sql);
        assertThat(Dialect.SPARK.withColumnsQuoted(sql)).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            SELECT "a" FROM t     | true
            SELECT 'a "b"' FROM t | false
            SELECT `a` FROM t     | false
            SELECT 1 -- "a"       | false
            SELECT "              | false
            """)
    void aNameInDoubleQuotesIsToldFromQuotesInAString(String sql, boolean has) {
        assertThat(Dialect.hasDoubleQuotes(sql)).isEqualTo(has);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void itsLabelIsItsNameInLowerCase(Dialect dialect) {
        assertThat(dialect.label()).isEqualTo(dialect.name().toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "007", "999999999999999999"})
    void aWholeNumberStaysAsItIs(String value) {
        assertThat(Simple.INTEGER.render(value, new Rendering(Dialect.TRINO, NOW)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", " 1", "1000000000000000000", "1;", "٣"})
    void anythingElseIsNoWholeNumber(String value) {
        assertThatThrownBy(() -> Simple.INTEGER.render(value, new Rendering(Dialect.TRINO, NOW)))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("a whole number from 0 to 999999999999999999");
    }

    @Test
    void stepsAreNumberedAndAtMostEight() {
        String eight = IntStream.rangeClosed(1, 8).mapToObj(i -> "s" + i).collect(Collectors.joining(","));

        assertThat(Simple.STEPS.render("view, add to cart", new Rendering(Dialect.TRINO, NOW)))
                .isEqualTo("VALUES (1, 'view'), (2, 'add to cart')");
        assertThat(Simple.STEPS.rows("view, add to cart")).isEqualTo(2);
        assertThat(Simple.STEPS.rows(eight)).isEqualTo(8);
        assertThat(Simple.STEPS.render(eight, new Rendering(Dialect.SPARK, NOW)))
                .endsWith("(8, 's8')");
        assertThatThrownBy(() -> Simple.STEPS.render(eight + ",s9", new Rendering(Dialect.TRINO, NOW)))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("at most 8 steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", " , ,"})
    void noTextAtAllIsNone(String value) {
        for (Simple type : List.of(Simple.TEXTS, Simple.STEPS)) {
            assertThatThrownBy(() -> type.render(value, new Rendering(Dialect.TRINO, NOW)))
                    .isInstanceOf(WrongArgument.class)
                    .hasMessageContaining("one or more texts with commas between them");
        }
    }

    @Test
    void numbersAreAtMostSixty() {
        String sixty = IntStream.range(0, 60).mapToObj(Integer::toString).collect(Collectors.joining(","));

        assertThat(Simple.NUMBERS.rows(sixty)).isEqualTo(60);
        assertThat(Simple.NUMBERS.render(sixty, new Rendering(Dialect.TRINO, NOW)))
                .startsWith("VALUES (1, 0), (2, 1)");
        assertThat(Simple.NUMBERS.render(" 0 , 999999 ", new Rendering(Dialect.TRINO, NOW)))
                .isEqualTo("VALUES (1, 0), (2, 999999)");
        for (String wrong : List.of(sixty + ",60", "1000000", "-1", "", "1,1", "2,1", "1,,2", "a")) {
            assertThatThrownBy(() -> Simple.NUMBERS.render(wrong, new Rendering(Dialect.TRINO, NOW)))
                    .as(wrong)
                    .isInstanceOf(WrongArgument.class)
                    .hasMessageContaining("up to 60 whole numbers from 0 to 999999");
        }
    }

    @Test
    void aChoiceIsOneOfItsWordsAndNoOther() {
        ParameterType unit = ParameterType.of("day|week|month");

        assertThat(unit.label()).isEqualTo("day|week|month");
        assertThat(unit.render("week", new Rendering(Dialect.TRINO, NOW))).isEqualTo("'week'");
        for (String wrong : List.of("Week", "", "year", "day|week")) {
            assertThatThrownBy(() -> unit.render(wrong, new Rendering(Dialect.TRINO, NOW)))
                    .isInstanceOf(WrongArgument.class)
                    .hasMessage("is one of day, week, month");
        }
    }

    @ParameterizedTest
    @EnumSource(Simple.class)
    void aTypeIsFoundByItsLabel(Simple type) {
        assertThat(ParameterType.of(type.label())).isSameAs(type);
    }

    @Test
    void aLabelThatIsNoneIsRefused() {
        assertThatThrownBy(() -> ParameterType.of("money"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no type of parameters named money");
    }

    @Test
    void aMarkIsAString() {
        assertThat(Simple.MARK.render("mon'day", new Rendering(Dialect.TRINO, NOW)))
                .isEqualTo("'mon''day'");
    }

    @ParameterizedTest
    @CsvSource({
        "none, '', ''",
        "platform, platform, ''",
        "event_properties.color, event_properties, color",
        "event_properties.a.b, event_properties, a.b",
        "extra.Größe, extra, Größe"
    })
    void aPropertyIsAColumnOrAMemberOfAnObject(String text, String column, String property) {
        assertThat(PropertyPath.parse(text)).isEqualTo(new PropertyPath(column, property));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "None",
                "colour",
                "session_id",
                "platform.x",
                "event_properties.",
                ".color",
                "event_properties.a'b",
                "event_properties.a\"b",
                "event_properties.a\\b",
                "Platform"
            })
    void anythingElseIsNoProperty(String text) {
        assertThatThrownBy(() -> PropertyPath.parse(text)).isInstanceOf(WrongArgument.class);
    }

    @Test
    void nothingToTellApartByIsOneTextForAll() {
        assertThat(PropertyPath.parse("none").render(Dialect.TRINO)).isEqualTo("'all'");
        assertThat(PropertyPath.parse("platform").render(Dialect.FLINK)).isEqualTo("`platform`");
        assertThat(PropertyPath.parse("extra.a b").render(Dialect.FLINK))
                .isEqualTo("tidemark_json_text(`extra`, 'a b')");
    }

    @Test
    void conditionOnAColumnIsOnItsTextAndOnAPropertyOnAnyOfItsTexts() {
        PropertyPath column = PropertyPath.parse("platform");
        PropertyPath property = PropertyPath.parse("extra.a b");

        assertThat(column.renderAny("=", "'it''s'", Dialect.TRINO)).isEqualTo("\"platform\" = 'it''s'");
        assertThat(PropertyPath.parse("none").renderAny("=", "'all'", Dialect.TRINO))
                .isEqualTo("'all' = 'all'");
        assertThat(property.renderAny("=", "'x'", Dialect.FLINK))
                .isEqualTo("tidemark_any_text(tidemark_json_texts(`extra`, 'a b'), '=', 'x')");
        assertThat(column.renderAny(">", "'5'", Dialect.FLINK))
                .isEqualTo("tidemark_any_text(ARRAY[`platform`], '>', '5')");
        // The literal is whole, whatever is in it: in Spark's words, two quotes are none.
        assertThat(property.renderAny("contains", "'it\\'s, (no)'", Dialect.SPARK))
                .contains("'it\\'s, (no)'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            SELECT * FROM events                        | events
            SELECT * FROM events e, merge_ids           | events merge_ids
            SELECT a, b FROM (SELECT c FROM x) y, z     | x z
            SELECT a FROM x JOIN y ON x.a = y.a         | x y
            SELECT f(a, b) FROM x WHERE a IN (1, b)     | x
            SELECT a FROM x ORDER BY b, c               | x
            SELECT a FROM x UNION SELECT b FROM "Y"     | x "Y"
            SELECT extract(year FROM t), b FROM x       | x
            SELECT 'FROM y' FROM x -- FROM z            | x
            """)
    void tablesAreNamedBehindFromAndJoinAndTheirCommas(String sql, String tables) {
        TablePlaces places = new TablePlaces();

        assertThat(Token.of(sql).stream().filter(places::isTable).map(Token::text))
                .containsExactly(tables.split(" "));
    }

    @Test
    void aTablesNameMayHaveThoseOfACatalogAndANamespaceBeforeIt() {
        List<Token> tokens = Token.of("lake.tidemark.events e");

        assertThat(TablePlaces.endOfName(tokens, 0)).isEqualTo(5);
        assertThat(TablePlaces.endOfName(Token.of("events"), 0)).isEqualTo(1);
        assertThat(TablePlaces.endOfName(Token.of("events."), 0)).isEqualTo(1);
    }
}
