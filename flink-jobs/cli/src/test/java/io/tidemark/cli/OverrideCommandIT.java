package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A shared till was merged into whoever logged in first; a person says so, and every question sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OverrideCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path lake;

    @BeforeAll
    void ingest(@TempDir Path directory) throws IOException {
        lake = directory.resolve("lake");
        Path events = Files.writeString(directory.resolve("events.jsonl"), """
                {"event_type":"Pay","device_id":"till-3","time":1700000000000}
                {"event_type":"Pay","device_id":"till-3","time":1700000001000}
                {"event_type":"Pay","device_id":"till-3","user_id":"annie","time":1700000002000}
                {"event_type":"Pay","device_id":"phone-1","time":1700000003000}
                {"event_type":"Pay","device_id":"phone-1","user_id":"annie","time":1700000004000}
                {"event_type":"Pay","device_id":"phone-2","user_id":"annie-new","time":1700000005000}
                """);
        assertThat(Run.of("ingest", "--lake", lake.toString(), events.toString())
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private Run override(String... args) {
        List<String> all = new ArrayList<>(List.of("override"));
        all.addAll(List.of(args));
        all.addAll(List.of("--lake", lake.toString(), "--author", "ops"));
        return Run.of(all.toArray(String[]::new));
    }

    /** Plans it, then does it; returns what was planned. */
    private JsonNode make(String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args));
        words.add("--json");
        JsonNode plan = JSON.readTree(override(words.toArray(String[]::new)).out());
        words.addAll(List.of("--execute", plan.get("hash").asText()));
        Run done = override(words.toArray(String[]::new));
        assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.DONE);
        assertThat(JSON.readTree(done.out()).get("done").asBoolean()).isTrue();
        return plan;
    }

    private String people(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "sql",
                "--lake",
                lake.toString(),
                "--format",
                "csv",
                "SELECT COALESCE(user_id, '-') || ' ' || CAST(events AS STRING) || ' ' || CAST(merged_ids AS STRING)"
                        + " AS people FROM people ORDER BY people"));
        all.addAll(List.of(more));
        Run run = Run.of(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return String.join(", ", run.out().lines().skip(1).toList());
    }

    @Test
    @Order(1)
    void planChangesNothing() {
        assertThat(people()).isEqualTo("annie 5 2, annie-new 1 0");
        Run plan = override("unlink", "--device", "till-3", "--reason", "shared till");

        assertThat(plan.code()).isEqualTo(ExitCode.DONE);
        assertThat(plan.out())
                .contains("the device till-3")
                .contains("annie's")
                .contains("1 merges")
                .contains("2 of the events")
                .contains("Nothing is done yet");
        assertThat(people()).isEqualTo("annie 5 2, annie-new 1 0");
        assertThat(Run.of("overrides", "--lake", lake.toString()).out()).contains("Nobody has corrected");
    }

    @Test
    @Order(2)
    void whatIsSaidHoldsInEveryAnswerAndMarksKnowWhatWasSaidBefore() throws IOException {
        assertThat(Run.of("mark", "--lake", lake.toString(), "--name", "before").code())
                .isEqualTo(ExitCode.DONE);
        JsonNode unlink = make("unlink", "--device", "till-3", "--reason", "shared till");
        assertThat(unlink.get("events").asLong()).isEqualTo(2);
        assertThat(people()).isEqualTo("- 2 0, annie 3 1, annie-new 1 0");
        JsonNode map = make("map", "--user", "annie", "--to-user", "annie-new", "--reason", "a new address");
        assertThat(map.get("events").asLong()).isEqualTo(3);
        assertThat(people()).isEqualTo("- 2 0, annie-new 4 2");

        assertThat(people("--as-of", "before")).isEqualTo("annie 5 2, annie-new 1 0");
        assertThat(Run.of("mark", "--lake", lake.toString(), "--name", "after").code())
                .isEqualTo(ExitCode.DONE);
        Run why = Run.of(
                "sql",
                "--lake",
                lake.toString(),
                "--query",
                "why_changed",
                "-p",
                "before=before",
                "-p",
                "after=after",
                "--format",
                "csv");
        // Two people before; none by merges, none more or fewer by corrections in sum: the till came, annie went.
        assertThat(why.out())
                .isEqualTo(
                        "at_day,events_before,added,removed,moved_here,moved_away,events_after,people_before,merged,corrected,"
                                + "by_events,people_after\n");
        Run said = Run.of(
                "sql",
                "--lake",
                lake.toString(),
                "--query",
                "corrections_between",
                "-p",
                "before=before",
                "-p",
                "after=after",
                "--format",
                "csv");
        assertThat(said.out())
                .contains("unlink")
                .contains("shared till")
                .contains("map")
                .contains("a new address");
    }

    @Test
    @Order(3)
    void whatNoLongerHoldsIsTold() throws IOException {
        make("relink", "--device", "till-3", "--reason", "it was hers after all");
        assertThat(people()).isEqualTo("annie-new 6 3");

        Run list = Run.of("overrides", "--lake", lake.toString());
        assertThat(list.out().lines().toList()).hasSize(3);
        assertThat(list.out().lines().findFirst().orElseThrow())
                .contains("unlink the device till-3")
                .contains("(ops: shared till), no longer in force");
        JsonNode json = JSON.readTree(
                Run.of("overrides", "--lake", lake.toString(), "--json").out());
        assertThat(json.get("overrides")).hasSize(3);
        assertThat(json.get("overrides").get(1).get("in_force").asBoolean()).isTrue();
        assertThat(Run.of("audit", "--lake", lake.toString(), "--checks").code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    @Order(4)
    void whatCannotBeMeantIsSaid() {
        assertThat(override("unlink", "--reason", "r").code()).isEqualTo(ExitCode.USAGE);
        assertThat(override("unlink", "--user", "annie", "--reason", "r").err()).contains("block the user");
        assertThat(override("map", "--user", "annie", "--reason", "r").err()).contains("--to-user goes with map");
        assertThat(override("block", "--user", "annie", "--device", "till-3", "--reason", "r")
                        .err())
                .contains("not both");
        assertThat(override("block", "--user", "annie", "--project", "p", "--reason", "r")
                        .err())
                .contains("--project says nothing here");
        Run nobody = override("map", "--user", "annie", "--to-user", "anne", "--reason", "r");
        assertThat(nobody.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(nobody.err()).contains("no event of the user anne");
        assertThat(override("unlink", "--device", "phone-2", "--reason", "r").code())
                .isEqualTo(ExitCode.REFUSED);
    }

    /** People's word is no state of the pipeline: going back does not take it back. */
    @Test
    @Order(5)
    void aRestoreTakesNoCorrectionBack() throws IOException {
        JsonNode plan = JSON.readTree(Run.of("restore", "--lake", lake.toString(), "--to", "before", "--json")
                .out());
        Run restore = Run.of(
                "restore",
                "--lake",
                lake.toString(),
                "--to",
                "before",
                "--execute",
                plan.get("hash").asText());

        assertThat(restore.code()).as(restore.err()).isEqualTo(ExitCode.DONE);
        assertThat(people()).isEqualTo("annie-new 6 3");
    }
}
