package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the properties of an event must be. */
class ConditionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            all                                ~ (1 = 1)
            platform is Web                    ~ (COALESCE("platform" = 'Web', 1 = 0))
            platform is not Web                ~ (NOT COALESCE("platform" = 'Web', 1 = 0))
            platform is one of iOS, Android    ~ (COALESCE("platform" = 'iOS' OR "platform" = 'Android', 1 = 0))
            platform is one of 'a, b' , c      ~ (COALESCE("platform" = 'a, b' OR "platform" = 'c', 1 = 0))
            platform is none of iOS            ~ (NOT COALESCE("platform" = 'iOS', 1 = 0))
            city is set                        ~ (("city" IS NOT NULL))
            city is not set                    ~ (NOT ("city" IS NOT NULL))
            city is 'a and b' and dma is x, y  ~ (COALESCE("city" = 'a and b', 1 = 0) AND COALESCE("dma" = 'x, y', 1 = 0))
            city is it's                       ~ (COALESCE("city" = 'it''s', 1 = 0))
            city is 'it''s'                    ~ (COALESCE("city" = 'it''s', 1 = 0))
            city is ''                         ~ (COALESCE("city" = '', 1 = 0))
            city is '                          ~ (COALESCE("city" = '''', 1 = 0))
            """)
    void conditionsAreNeverNull(String text, String condition) {
        assertThat(Conditions.parse(text).render(Dialect.TRINO)).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource({"> -2.5e1, >, -2.5e1", ">=1, >=, 1", "< 7, <, 7", "<=+7, <=, +7", "contains Ber, contains, Ber"})
    void othersLookAtEachTextOfAList(String condition, String operator, String value) {
        assertThat(Conditions.parse("extra.size " + condition).render(Dialect.FLINK))
                .isEqualTo("(COALESCE(tidemark_any_text(tidemark_json_texts(`extra`, 'size'), '" + operator + "', '"
                        + value + "'), 1 = 0))");
    }

    @Test
    void propertiesOfPeopleAreNamed() {
        assertThat(Conditions.parse("user_properties.plan is pro and user_properties.age > 7 and city is set")
                        .propertiesOfPeople())
                .containsExactlyInAnyOrder("plan", "age");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "platform",
                "platform is",
                "platform = Web",
                "shoe is 7",
                "platform is set yes",
                "platform > Web",
                "platform > 1; DROP TABLE events",
                "and"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Conditions.parse(text)).isInstanceOf(WrongArgument.class);
    }
}
