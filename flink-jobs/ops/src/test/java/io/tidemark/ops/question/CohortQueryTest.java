package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.QuestionsConfig;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The people that another question finds. */
class CohortQueryTest {
    private static final Question QUESTION = Question.parse(
            "people", "-- Who?\n--\n-- :cohort  cohort  none  who\nSELECT 1 FROM events_resolved WHERE :cohort");

    private static String text(String cohort, QuestionsConfig defaults) {
        Arguments arguments = Arguments.of(QUESTION, Map.of("cohort", cohort), defaults, Instant.EPOCH);
        return Statement.render(QUESTION, arguments, Dialect.TRINO, "monday");
    }

    @Test
    void aCohortIsReadAsOfTheSameMark() {
        String text = text("cohort(did=Log in; at_least=7)", QuestionsConfig.defaults());

        assertThat(text)
                .contains("people_of_cohort AS (", "(event_type = 'Log in' OR (1 = 0))", "+ 7 - 1")
                .contains("resolved_amplitude_id IN (SELECT amplitude_id FROM people_of_cohort)")
                .doesNotContainPattern("FROM events(?! FOR VERSION AS OF 'monday')\\b(?!_)");
    }

    @Test
    void nobodysCohortReadsNothing() {
        assertThat(text("none", QuestionsConfig.defaults()))
                .contains("WHERE (1 = 1)")
                .doesNotContain("people_of");
    }

    @Test
    void aNameIsACohortOfTheConfiguration() {
        var named = new QuestionsConfig("UTC", "monday", "none", Map.of("buyers", "cohort(did=Buy)"));

        assertThat(text("buyers", named)).contains("(event_type = 'Buy' OR (1 = 0))");
    }

    @Test
    void whatIsInBracketsOrQuotesIsNoSeparator() {
        CohortQuery cohort =
                CohortQuery.parse("cohort(did=Buy [event_properties.price >= 10 and city is 'a; b'] ; at_least=2;"
                        + " filter=country is 'c; d' and event_properties.n <= 3; is=it's [; where=city;)");

        assertThat(cohort.given())
                .containsExactly(
                        Map.entry("did", "Buy [event_properties.price >= 10 and city is 'a; b']"),
                        Map.entry("at_least", "2"),
                        Map.entry("filter", "country is 'c; d' and event_properties.n <= 3"),
                        Map.entry("is", "it's ["),
                        Map.entry("where", "city"));
    }

    @Test
    void conditionsOfWhatWasDoneAreThoseOfTheCohort() {
        assertThat(text("cohort(did=Buy [platform is Web]; not_did=Refund | Cancel*)", QuestionsConfig.defaults()))
                .contains("(event_type = 'Buy' AND (COALESCE(\"platform\" = 'Web', 1 = 0)))")
                .contains("(event_type = 'Refund' OR event_type LIKE 'Cancel%' ESCAPE '!')");
    }

    @Test
    void everyTypeIsNoneOfThoseWithADollarSignInFrontButANamedOneIs() {
        var pings = new QuestionsConfig("UTC", "monday", "Ping", Map.of());

        assertThat(text("cohort(did=*; not_did=$identify)", pings))
                .contains("((event_type NOT IN ('Ping') AND event_type NOT LIKE '$%') OR event_type = '$identify')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "buyers",
                "cohort",
                "cohort(did)",
                "cohort(shoes=7)",
                "retention()",
                "nothing()",
                "cohort(at_least=x)",
                "cohort(did=A [platform is Web; at_least=2)"
            })
    void whatIsNoneIsRefused(String cohort) {
        assertThatThrownBy(() -> text(cohort, QuestionsConfig.defaults())).isInstanceOf(WrongArgument.class);
    }
}
