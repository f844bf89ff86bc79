package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the properties of an event must be. */
class ConditionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            all                                ~ (1 = 1)
            platform is Web                    ~ (COALESCE("platform" IN ('Web'), 1 = 0))
            platform is not Web                ~ (COALESCE("platform" NOT IN ('Web'), 1 = 1))
            platform is one of iOS, Android    ~ (COALESCE("platform" IN ('iOS', 'Android'), 1 = 0))
            platform is one of 'a, b' , c      ~ (COALESCE("platform" IN ('a, b', 'c'), 1 = 0))
            platform is none of iOS            ~ (COALESCE("platform" NOT IN ('iOS'), 1 = 1))
            city contains ber                  ~ (COALESCE(POSITION(LOWER('ber') IN LOWER("city")) > 0, 1 = 0))
            city does not contain ber          ~ (COALESCE(POSITION(LOWER('ber') IN LOWER("city")) = 0, 1 = 1))
            city is set                        ~ ("city" IS NOT NULL)
            city is not set                    ~ ("city" IS NULL)
            city is 'a and b' and dma is x, y  ~ (COALESCE("city" IN ('a and b'), 1 = 0) AND COALESCE("dma" IN ('x, y'), 1 = 0))
            city is it's                       ~ (COALESCE("city" IN ('it''s'), 1 = 0))
            city is 'it''s'                    ~ (COALESCE("city" IN ('it''s'), 1 = 0))
            city is ''                         ~ (COALESCE("city" IN (''), 1 = 0))
            city is '                          ~ (COALESCE("city" IN (''''), 1 = 0))
            """)
    void conditionsAreNeverNull(String text, String condition) {
        assertThat(Conditions.parse(text).render(Dialect.TRINO)).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource({"'>', '>'", "'>=', '>='", "'<', '<'", "'<=', '<='"})
    void aNumberIsComparedAsANumber(String sign, String sql) {
        assertThat(Conditions.parse("platform" + sign + " -2.5e1").render(Dialect.FLINK))
                .startsWith("(COALESCE(CASE WHEN REGEXP(`platform`")
                .endsWith(" END " + sql + " CAST(-2.5e1 AS DOUBLE), 1 = 0))");
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
