package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.QuestionsConfig;
import io.tidemark.rules.service.ConfigValue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A question about a project reads that project's events alone, wherever it reads any, or is refused. */
class ProjectStatementTest {
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00Z");
    private static final QuestionsConfig FILE =
            new QuestionsConfig("Asia/Tokyo", "saturday", "Ping", Map.of("buyers", "cohort(did=Buy)"));
    private static final String PROJECT = "a'b";
    private static final String RESTRICTED = "(SELECT * FROM events WHERE project_id = 'a''b')";

    /** A table whose records belong to projects, where it is read. */
    private static final Pattern READ = Pattern.compile(
            "(?is)(.{0,12})\\b(?:from|join)\\s+"
                    + "(?:events|duplicates|throttled)\\b((?: FOR VERSION AS OF '[^']*'| VERSION AS OF '[^']*'| /\\*.*?\\*/)?.{0,20})");

    private static ProjectScope scope(ConfigValue.Project settings) {
        return ProjectScope.of(PROJECT, 3, settings, FILE);
    }

    private static String render(Question question, Map<String, String> given, Dialect dialect, @Nullable String mark) {
        return Statement.render(
                question, Arguments.of(question, given, scope(ConfigValue.Project.PLAIN), NOW), dialect, mark);
    }

    private static String render(String sql) {
        return render(Question.parse("", sql), Map.of(), Dialect.TRINO, null);
    }

    private static Map<String, String> needed(Question question) {
        var given = new TreeMap<String, String>();
        for (Parameter parameter : question.parameters()) {
            if (parameter.name().equals("cohort")) {
                given.put(parameter.name(), "buyers");
            } else if (parameter.standard() == null) {
                given.put(parameter.name(), parameter.type() == ParameterType.Simple.TIME ? "2024-01-01" : "x");
            }
        }
        return given;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyQuestionReadsTheProjectAloneOrIsRefused(Dialect dialect) {
        Set<String> refused = new TreeSet<>();
        @Nullable String[] marks = {null, "monday"};
        for (Question question : Questions.all()) {
            for (String mark : marks) {
                try {
                    requireRestricted(question.name(), render(question, needed(question), dialect, mark));
                } catch (WrongArgument e) {
                    assertThat(e)
                            .hasMessageContaining("cannot be restricted to a project")
                            .hasMessageEndingWith("Run it without --project.");
                    refused.add(question.name());
                }
            }
        }
        assertThat(refused)
                .containsExactly(
                        "corrections_between", "data_quality", "id_collisions", "merges_between", "rejected_and_why");
    }

    private static void requireRestricted(String name, String text) {
        var read = READ.matcher(text.replaceAll("(?m)--.*$", ""));
        int found = 0;
        while (read.find()) {
            found++;
            assertThat(read.group()).as(name).contains("(SELECT *");
            assertThat(read.group(2)).as(name).contains("WHERE project_id = ");
        }
        assertThat(found).as(name).isPositive();
    }

    @Test
    void aCheckIsAboutTheWholeLake() {
        for (Question check : Questions.checks()) {
            assertThatThrownBy(() -> render(check, Map.of(), Dialect.FLINK, null))
                    .as(check.name())
                    .isInstanceOf(WrongArgument.class)
                    .hasMessageContaining("whole lake");
        }
    }

    @Test
    void viewsReadTheProjectAloneOrAreRefused() {
        Set<String> restricted = new TreeSet<>();
        for (String view : Views.names()) {
            try {
                requireRestricted(view, render("SELECT * FROM " + view));
                restricted.add(view);
            } catch (WrongArgument e) {
                assertThat(e).hasMessageContaining("cannot be restricted");
            }
        }
        assertThat(restricted)
                .containsExactly(
                        "events_resolved",
                        "events_with_amount",
                        "people",
                        "people_properties",
                        "sessions",
                        "sessions_cut");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            SELECT 1 FROM events | SELECT 1 FROM EVENTS_HERE AS events
            SELECT 1 FROM events WHERE events.uuid = '' | SELECT 1 FROM EVENTS_HERE AS events WHERE events.uuid = ''
            SELECT 1 FROM events e, (SELECT 2 FROM events AS f) | SELECT 1 FROM EVENTS_HERE e, (SELECT 2 FROM EVENTS_HERE AS f)
            SELECT 1 FROM (events e JOIN merge_ids m ON e.a = m.a) | SELECT 1 FROM (EVENTS_HERE e JOIN merge_ids m ON e.a = m.a)
            SELECT 1 FROM UNNEST(x) WITH ORDINALITY AS t(a, b), events | SELECT 1 FROM UNNEST(x) WITH ORDINALITY AS t(a, b), EVENTS_HERE AS events
            SELECT EXTRACT(DAY FROM event_time) FROM events e WHERE a IS DISTINCT FROM b | SELECT EXTRACT(DAY FROM event_time) FROM EVENTS_HERE e WHERE a IS DISTINCT FROM b
            SELECT 1 FROM (VALUES (1, 'from events')) AS s(n, w) CROSS JOIN events e | SELECT 1 FROM (VALUES (1, 'from events')) AS s(n, w) CROSS JOIN EVENTS_HERE e
            SELECT 1 WHERE EXISTS (SELECT 1 FROM events) | SELECT 1 WHERE EXISTS (SELECT 1 FROM EVENTS_HERE AS events)
            WITH people AS (SELECT 1 FROM events e) SELECT 1 FROM people | WITH people AS (SELECT 1 FROM EVENTS_HERE e) SELECT 1 FROM people
            WITH a AS (SELECT 1 FROM events e) SELECT * FROM a | WITH a AS (SELECT 1 FROM EVENTS_HERE e) SELECT * FROM a
            """)
    void tablesAreFoundWhereverTheyAreRead(String sql, String expected) {
        assertThat(render(sql)).isEqualTo(expected.replace("EVENTS_HERE", RESTRICTED));
    }

    @Test
    void aNameWithItsCatalogAndOfAnyCaseIsTheTable() {
        assertThat(render("SELECT 1 FROM lake.tidemark.Events e"))
                .isEqualTo("SELECT 1 FROM (SELECT * FROM lake.tidemark.Events WHERE project_id = 'a''b') e");
        assertThat(render("SELECT 1 FROM EVENTS e")).contains("FROM EVENTS WHERE project_id");
    }

    @Test
    void aHintStaysWithItsTable() {
        assertThat(render("SELECT 1 FROM events /*+ OPTIONS('tag'='m') */ e"))
                .isEqualTo(
                        "SELECT 1 FROM (SELECT * FROM events /*+ OPTIONS('tag'='m') */ WHERE project_id = 'a''b') e");
    }

    @Test
    void itIsReadAsOfAMarkAndWithinARangeToo() {
        Question question = Question.parse("", """
                -- What?
                -- :from  time  2024-01-10  from
                -- :to    time  2024-01-11  to
                SELECT COUNT(*) FROM WITHIN(events_resolved, :from, :to) e""");

        assertThat(render(question, Map.of(), Dialect.FLINK, "m"))
                .contains(
                        "(SELECT * FROM events /*+ OPTIONS('tag'='m') */ WHERE project_id = 'a''b' AND event_time >= ");
        assertThat(render(question, Map.of(), Dialect.SPARK, null)).contains("WHERE project_id = 'a\\'b' AND");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT 1 FROM dead_letters | it reads dead_letters, which does not say
            SELECT 1 FROM events e JOIN service_config c ON 1 = 1 | it reads service_config
            SELECT 1 FROM events e, my_view v | it reads my_view
            SELECT 1 FROM events e, x.events_resolved v | it reads x.events_resolved
            SELECT 1 FROM identities | it reads no table of events
            SELECT 1 | it reads no table of events
            TABLE events | it has the word TABLE
            SELECT 1 FROM events e, TABLE(TUMBLE(TABLE events, 1)) | it has the word TABLE
            WITH events AS (SELECT 1 FROM events) SELECT 1 FROM events | it reads events and has an expression
            WITH a AS (SELECT 1 FROM events), events AS (SELECT 1 FROM a) SELECT 1 FROM events | it reads events and has an expression
            """)
    void whatCannotBeRestrictedIsRefusedAndNotReadWhole(String sql, String why) {
        assertThatThrownBy(() -> render(sql))
                .isInstanceOf(WrongArgument.class)
                .hasMessageStartingWith("The question cannot be restricted to a project: " + why)
                .hasMessageEndingWith("Run it without --project.");
    }

    @Test
    void aProjectsOwnValuesCountThenThoseOfTheFile() {
        Question question = Questions.shipped("segmentation");
        ProjectScope own = scope(new ConfigValue.Project("Europe/Berlin", DayOfWeek.SUNDAY, List.of("b, c", "a")));
        ProjectScope none = scope(ConfigValue.Project.PLAIN);

        assertThat(own.taken(Arguments.of(question, Map.of(), own, NOW)))
                .isEqualTo(new ProjectScope.Taken(PROJECT, 3, "Europe/Berlin", "sunday", "a, b\\, c"));
        assertThat(Arguments.of(question, Map.of(), own, NOW).render("event", Dialect.TRINO))
                .isEqualTo("event_type NOT IN ('a', 'b, c')");
        assertThat(own.taken(Arguments.of(question, Map.of("zone", "UTC", "inactive", "none"), own, NOW)))
                .isEqualTo(new ProjectScope.Taken(PROJECT, 3, "UTC", "sunday", "none"));
        assertThat(none.taken(Arguments.of(question, Map.of(), none, NOW)))
                .isEqualTo(new ProjectScope.Taken(PROJECT, 3, "Asia/Tokyo", "saturday", "Ping"));
    }

    @Test
    void aTimeZoneThatThisJavaDoesNotKnowCountsAsNone() {
        assertThat(scope(new ConfigValue.Project("Mars/Olympus", null, List.of()))
                        .defaults()
                        .zone())
                .isEqualTo("Asia/Tokyo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", " a", "a ", ""})
    void typeThatNoValueOfAParameterMeansIsRefused(String type) {
        ProjectScope scope = scope(new ConfigValue.Project(null, null, List.of(type)));
        Question question = Questions.shipped("segmentation");

        assertThatThrownBy(() -> Arguments.of(question, Map.of(), scope, NOW))
                .isInstanceOf(WrongArgument.class)
                .hasMessageContaining("give the question -p inactive=");
        assertThat(Arguments.of(question, Map.of("inactive", "Ping"), scope, NOW)
                        .value("inactive"))
                .isEqualTo("Ping");
    }

    @Test
    void whatWasTakenIsOneLine() {
        assertThat(new ProjectScope.Taken("shop", 3, "UTC", null, "none").sentence())
                .isEqualTo("The project shop by version 3 of the service configuration: zone UTC, inactive none.");
        assertThat(new ProjectScope.Taken("shop", 0, null, null, null).sentence())
                .isEqualTo("The project shop by version 0 of the service configuration.");
    }

    @Test
    void aCohortIsOfTheProjectToo() {
        Question question = Questions.shipped("segmentation");
        String text = render(question, Map.of("cohort", "buyers"), Dialect.TRINO, null);

        assertThat(text).contains("people_of_cohort AS (");
        requireRestricted("a cohort", text.substring(text.indexOf("people_of_cohort AS (")));
    }
}
