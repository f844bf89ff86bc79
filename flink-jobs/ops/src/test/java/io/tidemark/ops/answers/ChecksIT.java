package io.tidemark.ops.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.ops.engines.Engine;
import io.tidemark.ops.engines.FlinkEngine;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each check finds what it looks for, and that alone, in a lake where everything is broken. That none finds anything in a
 * lake of the real job, {@link QuestionsIT} sees.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecksIT {
    private Engine flink;

    @BeforeAll
    void breakLake(@TempDir Path directory) throws Exception {
        BrokenLake.write(directory);
        flink = FlinkEngine.open(DirectoryLake.config(directory));
    }

    @AfterAll
    void close() {
        if (flink != null) {
            flink.close();
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void findsWhatIsBrokenAndNothingElse(String check, List<List<@Nullable Object>> expected) {
        List<List<@Nullable Object>> rows = flink.ask(
                        new Case(check, Map.of(), null, none -> List.of()).statement(Dialect.FLINK))
                .rows();
        int width = expected.get(0).size();
        assertThat(rows.stream().map(row -> row.subList(0, width))).isEqualTo(expected);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("a_device_merges_once", List.of(Case.row(101, 2, 201, 202))),
                arguments("an_identity_has_one_number", List.of(Case.row("key-204", 2, 204, 205))),
                arguments("clocks_are_judged_by_the_rule", List.of(Case.row(1, 0, 6))),
                arguments("duplicates_repeat_an_event", List.of(Case.row(1, 0, 7, 1, 0, 77))),
                arguments("events_belong_to_whom_identity_says", List.of(Case.row("device-2", 1, 1, 1))),
                arguments("events_have_what_they_need", List.of(Case.row(1, 0, 5))),
                arguments("identity_changes_are_numbered", List.of(Case.row("device-2", 1, 3, 2, 2))),
                arguments("merged_ids_were_people", List.of(Case.row(101, 202), Case.row(201, 203))),
                arguments("merges_have_depth_one", List.of(Case.row(101, 201, 203))),
                arguments("merges_have_their_cause", List.of(Case.row(101, 202, "nothing", false, false))),
                arguments("no_record_is_missing", List.of(Case.row(1, 0, 2, 3))),
                arguments("no_two_records_at_one_place", List.of(Case.row(1, 0, 4, 2, "duplicates", "events"))),
                arguments("overrides_are_numbered", List.of(Case.row(1, 3, 2, 2))),
                arguments("overrides_find_people_in_one_step", List.of(Case.row(1, 11, 12, 13))),
                arguments("rejections_have_a_known_reason", List.of(Case.row("because", 1))),
                arguments("versions_are_numbered", List.of(Case.row(1, 4, 3))),
                arguments("versions_of_records_are_there", List.of(Case.row("throttled", 2, 1))),
                arguments("versions_of_records_were_in_force", List.of(Case.row("events", 1, 0, 6, 3))),
                arguments("id_collisions", List.of(Case.row(205, 2, "key-204", "key-205", "user-4", "user-5"))),
                arguments(
                        "throttled_devices",
                        List.of(
                                Case.row(1, "default", "device-9", null, 3, 2, 1),
                                Case.row(2, "default", null, "user-9", 1, 0, 1))));
    }

    @Test
    void nothingIsCompleteBeyondTheFirstMissingRecord() {
        Case asked = new Case("""
                SELECT table_name, project_id, records, EPOCH_MS(newest) AS newest, EPOCH_MS(complete_up_to) AS complete,
                  held_back_by
                FROM complete_up_to
                ORDER BY table_name
                """, Map.of(), null, none -> List.of());
        long received = BrokenLake.RECEIVED.toEpochMilli();
        assertThat(flink.ask(asked.statement(Dialect.FLINK)).rows())
                .containsExactly(
                        Case.row("dead_letters", null, 4, received + 9_000, received + 1_000, 0),
                        Case.row("duplicates", "default", 4, received + 15_000, received + 1_000, 0),
                        Case.row("events", "default", 5, received + 6_000, received + 1_000, 0),
                        Case.row("throttled", "default", 4, received + 13_000, received + 1_000, 0));
    }

    @Test
    void everyCheckIsTried() {
        assertThat(broken().map(arguments -> arguments.get()[0]))
                .containsAll(Questions.checks().stream().map(Question::name).toList());
    }
}
