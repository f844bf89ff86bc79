package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.QuestionsConfig;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Instant NOW = Instant.parse("2024-02-01T10:00:00Z");
    private static final Question QUESTION = Question.parse("funnel", """
                    -- How many went on? Counted in their order.
                    -- :steps   steps         (required)  the types
                    -- :window  duration      7 days      how long
                    -- :order   loose|strict  loose       whether others may lie between
                    -- :from    time          beginning   the first time
                    -- :by      property      none        what to tell apart
                    -- :most    integer       10          how many rows
                    -- chart: bars step people
                    SELECT 1""");

    @Test
    void topOfAQuestionSaysWhatItTakes() {
        assertThat(QUESTION.title()).isEqualTo("How many went on?");
        assertThat(QUESTION.parameters())
                .extracting(Parameter::name)
                .containsExactly("steps", "window", "order", "from", "by", "most");
        assertThat(QUESTION.parameter("steps").orElseThrow().standard()).isNull();
        assertThat(QUESTION.chart()).isEqualTo(new Question.Chart(true, "step", "people"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            window | a while | The parameter window is not 'a while': it is a length of time, such as '7 days', '30 minutes' or 1h30m.
            order | any | The parameter order is not 'any': it is one of loose, strict.
            from | 2024-13-01 | The parameter from is not '2024-13-01': it is a point in time, such as 2018-11-05, '2018-11-05 14:30', 'now - 7 days', beginning or end, in UTC.
            most | -1 | The parameter most is not '-1': it is a whole number from 0 to 999999999999999999, such as 7.
            steps | , | The parameter steps is not ',': it is one or more texts with commas between them, such as 'view, add to cart'.
            steps | a,b,c,d,e,f,g,h,i | The parameter steps is not 'a,b,c,d,e,f,g,h,i': it has at most 8 steps.
            stepz | a | The question funnel has no parameter stepz. It has steps, window, order, from, by, most.
            """)
    void whatDoesNotFitIsSaidInASentence(String name, String value, String sentence) {
        Map<String, String> given = new LinkedHashMap<>(Map.of("steps", "a"));
        given.put(name, value);

        assertThatThrownBy(() -> Arguments.of(QUESTION, given, NOW))
                .isInstanceOf(WrongArgument.class)
                .hasMessage(sentence);
    }

    @Test
    void whatIsNeededAndNotGivenIsNamed() {
        assertThatThrownBy(() -> Arguments.of(QUESTION, Map.of(), NOW))
                .isInstanceOf(WrongArgument.class)
                .hasMessage("The question funnel needs -p steps=…: the types.");
    }

    @ParameterizedTest
    @CsvSource({
        "2018-11-05,2018-11-05T00:00:00Z",
        "2018-11-05 14:30,2018-11-05T14:30:00Z",
        "2018-11-05T14,2018-11-05T14:00:00Z",
        "2018-11-05T14:30:00+01:00,2018-11-05T13:30:00Z",
        "2018-11-05T14:30:00Z,2018-11-05T14:30:00Z",
        "now,2024-02-01T10:00:00Z",
        "now - 30 minutes,2024-02-01T09:30:00Z",
        "beginning,0001-01-01T00:00:00Z",
        "end,9999-12-31T00:00:00Z"
    })
    void momentIsReadInUtcUnlessItSaysOtherwise(String text, Instant moment) {
        assertThat(from(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "now + 1 day",
                "2018-02-30",
                "10000-01-01",
                "-0001-01-01",
                "now - 9999 weeks 9999999 weeks"
            })
    void whatIsNoMomentIsNone(String text) {
        assertThatThrownBy(() -> from(text))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("it is a point in time");
    }

    private static Instant from(String text) {
        return Arguments.of(QUESTION, Map.of("steps", "a", "from", text), NOW).time("from");
    }

    @Test
    void configurationHasTheDefaultsAndWhatIsGivenGoesBefore() {
        Question question = Question.parse("", """
                -- What?
                -- :event  events  *  what
                -- :zone  zone  UTC  where
                -- :week_begins  monday|sunday  monday  when
                -- :inactive  texts  none  not
                -- :from  time  beginning  from
                SELECT :zone, :week_begins FROM events WHERE :event""");
        var berlin = new QuestionsConfig("Europe/Berlin", "sunday", "Ping", Map.of());
        Map<String, String> from = Map.of("from", "2024-03-31 12:00");

        Arguments defaults = Arguments.of(question, from, berlin, NOW);

        assertThat(Statement.render(question, defaults, Dialect.TRINO, null))
                .contains("SELECT 'Europe/Berlin', 'sunday'", "event_type NOT IN ('Ping')");
        assertThat(defaults.time("from")).isEqualTo(Instant.parse("2024-03-31T10:00:00Z"));
        Arguments given = Arguments.of(
                question, Map.of("from", "2024-03-31 12:00", "zone", "UTC", "inactive", "none"), berlin, NOW);
        assertThat(given.time("from")).isEqualTo(Instant.parse("2024-03-31T12:00:00Z"));
        assertThat(Statement.render(question, given, Dialect.TRINO, null)).contains("WHERE (1 = 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Berlin", "Europe/Nowhere", "+02:00", "Etc/GMT+2", "utc"})
    void zoneIsOneOfTheDatabase(String zone) {
        ParameterType type = ParameterType.of("zone");

        assertThatThrownBy(() -> type.render(zone, new Rendering(Dialect.TRINO, NOW)))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("such as Europe/Berlin");
    }

    @Test
    void propertiesOfPeopleAreThoseThatAnyValueNames() {
        assertThat(Arguments.of(QUESTION, Map.of("steps", "a", "by", "user_properties.plan"), NOW)
                        .propertiesOfPeople())
                .containsExactly("plan");
        assertThat(Arguments.of(QUESTION, Map.of("steps", "a", "by", "user_properties"), NOW)
                        .propertiesOfPeople())
                .isEmpty();
        assertThat(Arguments.of(QUESTION, Map.of("steps", "a", "by", "extra.user_properties"), NOW)
                        .propertiesOfPeople())
                .isEmpty();
    }

    @Test
    void propertyIsAColumnOrAMemberOfAnObjectAndNothingElse() {
        assertThat(PropertyPath.parse("platform").render(Dialect.TRINO)).isEqualTo("\"platform\"");
        assertThat(PropertyPath.parse("event_properties.a b.c").render(Dialect.TRINO))
                .contains("\"event_properties\"", "a b.c");
        for (String text : new String[] {
            "1 = 1",
            "platform; DROP",
            "event_time",
            "events.uuid",
            "event_properties.",
            "event_properties.a'b",
            "event_properties.a\"b",
            ""
        }) {
            assertThatThrownBy(() -> PropertyPath.parse(text)).as(text).isInstanceOf(WrongArgument.class);
        }
    }

    @Test
    void commaInATextIsWrittenWithABackslash() {
        Arguments arguments = Arguments.of(QUESTION, Map.of("steps", "a\\, b, c"), NOW);

        assertThat(arguments.render("steps", Dialect.TRINO)).isEqualTo("VALUES (1, 'a, b'), (2, 'c')");
    }

    @Test
    void numbersRiseAndBecomeRows() {
        assertThat(ParameterType.of("numbers").render("0, 1,30", new Rendering(Dialect.TRINO, NOW)))
                .isEqualTo("VALUES (1, 0), (2, 1), (3, 30)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a", "1, 1", "7, 3", "-1, 2", "1;2", "1 2", "9999999", "1, 2) AS s(n)"})
    void numbersThatDoNotRiseAreRefused(String text) {
        ParameterType numbers = ParameterType.of("numbers");

        assertThatThrownBy(() -> numbers.render(text, new Rendering(Dialect.TRINO, NOW)))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("each larger than the one before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "9", "90", "100"})
    void percentIsAWholeNumberUpTo100(String text) {
        assertThat(ParameterType.of("percent").render(text, new Rendering(Dialect.TRINO, NOW)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "101", "-1", "99.9", "090", "50 ", "50) OR (1 = 1"})
    void percentOfNothingOrOfMoreThanAllIsRefused(String text) {
        ParameterType percent = ParameterType.of("percent");

        assertThatThrownBy(() -> percent.render(text, new Rendering(Dialect.TRINO, NOW)))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("from 1 to 100");
    }
}
