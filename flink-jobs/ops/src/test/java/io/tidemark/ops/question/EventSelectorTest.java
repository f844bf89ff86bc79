package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events count as one kind. */
class EventSelectorTest {
    private static final Rendering TRINO = new Rendering(Dialect.TRINO, Instant.EPOCH);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            textBlock =
                    """
            *                                 ~ (1 = 1)
            Purchase                          ~ event_type = 'Purchase'
            it's                              ~ event_type = 'it''s'
            a | b                             ~ event_type IN ('a', 'b')
            Add*                              ~ event_type LIKE 'Add%' ESCAPE '!'
            100%_a!*                          ~ event_type LIKE '100!%!_a!!%' ESCAPE '!'
            a | b* | c                        ~ (event_type IN ('a', 'c') OR event_type LIKE 'b%' ESCAPE '!')
            a \\| b                            ~ event_type = 'a | b'
            what\\*                            ~ event_type = 'what*'
            a\\[1]                             ~ event_type = 'a[1]'
            it's \\ "no" event                 ~ event_type = 'it''s \\ "no" event'
            Buy [platform is Web]             ~ (event_type = 'Buy' AND (COALESCE("platform" = 'Web', 1 = 0)))
            * [platform is ']']               ~ ((1 = 1) AND (COALESCE("platform" = ']', 1 = 0)))
            """)
    void aSelectorIsACondition(String text, String condition) {
        assertThat(EventSelector.parse(text).render(TRINO)).isEqualTo(condition);
    }

    @Test
    void noneIsNoEventWhereAParameterTakesEvents() {
        ParameterType events = ParameterType.of("events");

        assertThat(events.render("none", TRINO)).isEqualTo("(1 = 0)");
        assertThat(events.rows("none")).isZero();
        assertThat(events.render("none | some", TRINO)).isEqualTo("event_type IN ('none', 'some')");
        assertThat(events.rows("none | some")).isOne();
    }

    @Test
    void everyTypeLeavesOutThoseThatMakeNobodyActive() {
        Rendering some = new Rendering(Dialect.TRINO, Instant.EPOCH, ZoneOffset.UTC, List.of("Ping", "it's"));

        assertThat(EventSelector.parse("*").render(some)).isEqualTo("event_type NOT IN ('Ping', 'it''s')");
        assertThat(EventSelector.parse("Ping").render(some)).isEqualTo("event_type = 'Ping'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[platform is Web]", "a [platform is Web] b", "a []", "a [shoe is 7]"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> EventSelector.parse(text)).isInstanceOf(WrongArgument.class);
    }

    @Test
    void stepsAreCutAtCommasThatAreInNoBrackets() {
        String steps = "View Item, Add\\, to Cart [platform is one of iOS, Android], Pay*";

        assertThat(EventSelector.list(steps))
                .extracting(EventSelector::text)
                .containsExactly(
                        "View Item",
                        "Add, to Cart [platform is one of iOS, Android]"
                                .replace(",", "\\,")
                                .replace("iOS\\,", "iOS,"),
                        "Pay*");
        assertThat(EventSelector.oneOf(EventSelector.list("a, b"), "s.n", "s.word", TRINO))
                .isEqualTo("event_type = s.word");
        assertThat(EventSelector.oneOf(EventSelector.list("a, b | c"), "s.n", "s.word", TRINO))
                .isEqualTo("((s.n = 1 AND event_type = 'a') OR (s.n = 2 AND event_type IN ('b', 'c')))");
    }
}
