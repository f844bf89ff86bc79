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

/** Marks of a lake that nothing runs, made, listed, refused and deleted as a person would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MarkCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path directory = Path.of(".");
    private String lake = "";

    @BeforeAll
    void ingest(@TempDir Path temporary) throws IOException {
        directory = temporary;
        lake = temporary.resolve("lake").toString();
        ingest(0, 300);
    }

    private void ingest(int from, int to) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add("{\"event_type\":\"Step\",\"device_id\":\"device-" + i % 9 + "\",\"user_id\":\"person-" + i % 7
                    + "\"}");
        }
        Path file = Files.write(directory.resolve("events-" + from + ".jsonl"), lines);
        Run run = Run.of("ingest", "--lake", lake, file.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).hasLineCount(1);
        return JSON.readTree(run.out());
    }

    @Test
    @Order(1)
    void aMarkIsMadeAndSaysWhatItHoldsAndTheStateThatIsStillThere() throws IOException {
        assertThat(Run.of("marks", "--lake", lake).out()).contains("There is no mark yet");
        Run run = Run.of("mark", "--lake", lake, "--name", "half", "--note", "before the deploy", "--json");
        JsonNode mark = json(run);
        assertThat(run.err()).isEmpty();
        assertThat(mark.get("made").booleanValue()).isTrue();
        assertThat(mark.get("records").longValue()).isEqualTo(300);
        assertThat(mark.get("checked_since").isNull()).isTrue();
        Path checkpoint = Path.of(mark.get("retained_checkpoint").textValue().replaceFirst("^file://", ""));
        assertThat(checkpoint.resolve("_metadata")).isRegularFile();
    }

    @Test
    @Order(2)
    void theNextIsCheckedFromThereAndAQuestionMayBeAskedOfBoth() throws IOException {
        ingest(300, 500);
        Run run = Run.of("mark", "--lake", lake, "--name", "whole");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("Marked 'whole'", "500 records", "Checked: 200 records since the mark 'half'");
        JsonNode marks = json(Run.of("marks", "--lake", lake, "--json")).get("marks");
        assertThat(marks).extracting(mark -> mark.get("name").textValue()).containsExactly("whole", "half");
        assertThat(marks.get(1).get("note").textValue()).isEqualTo("before the deploy");
        assertThat(Run.of("marks", "--lake", lake).out()).containsSubsequence("whole", "half", "before the deploy");
    }

    @Test
    @Order(3)
    void whatCannotBeMarkedIsRefusedAndChangesNothing() {
        for (String[] args : new String[][] {
            {"--name", "half", "There is a mark called 'half' already"},
            {"--name", "before-x", "reserved"},
            {"--name", "a/b", "There can be no mark called 'a/b'"},
            {"--delete", "nothing", "There is no mark called 'nothing'"}
        }) {
            Run run = Run.of("mark", "--lake", lake, args[0], args[1]);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).startsWith("Refused: ").contains(args[2]);
            assertThat(run.out()).isEmpty();
        }
        assertThat(Run.of("mark", "--lake", lake, "--delete", "half", "--name", "x")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("mark", "--lake", lake, "--scheduled", "--name", "x").code())
                .isEqualTo(ExitCode.USAGE);
        Run elsewhere = Run.of("mark", "--lake", lake, "--delete", "half", "--environment", "production");
        assertThat(elsewhere.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(Run.of("marks", "--lake", lake).out()).hasLineCount(2);
    }

    @Test
    @Order(4)
    void theScheduleMakesOneWhenItIsDueAndNotTwice() throws IOException {
        JsonNode first = json(Run.of("mark", "--lake", lake, "--scheduled", "--json"));
        assertThat(first.get("name").textValue()).startsWith("scheduled-");
        assertThat(first.get("checked_records").longValue()).isZero();
        JsonNode second = json(Run.of("mark", "--lake", lake, "--scheduled", "--json"));
        assertThat(second.get("made").booleanValue()).isFalse();
        assertThat(second.get("expired")).isEmpty();
    }

    @Test
    @Order(5)
    void aDeletedMarkIsGone() throws IOException {
        assertThat(json(Run.of("mark", "--lake", lake, "--delete", "half", "--json"))
                        .get("deleted")
                        .textValue())
                .isEqualTo("half");
        assertThat(Run.of("marks", "--lake", lake).out()).contains("whole").doesNotContain("half");
    }

    @Test
    @Order(6)
    void aYoungLakeNeedsNoCareAndAPlanIsExecutedByItsHashOnly() throws IOException {
        Run none = Run.of("care", "--lake", lake);
        assertThat(none.code()).as(none.err()).isEqualTo(ExitCode.DONE);
        assertThat(none.out()).isEqualTo("There is nothing to do.\n");

        Path gone = Files.writeString(directory.resolve("gone.avro"), "x");
        Path list = Path.of(lake, "warehouse", "tidemark", "quarantine", "2018-11-01T00.00.00Z-events-expired.json");
        Files.createDirectories(list.getParent());
        Files.writeString(
                list,
                "{\"format\":1,\"table\":\"events\",\"dies_at\":\"2018-11-08T00:00:00Z\",\"files\":[\"" + gone
                        + "\"]}");
        JsonNode plan = json(Run.of("care", "--lake", lake, "--json"));
        assertThat(plan.get("quarantine_lists")).hasSize(1);
        Run wrong = Run.of("care", "--lake", lake, "--execute", "0123456789ab");
        assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(gone).exists();
        JsonNode report = json(Run.of(
                "care", "--lake", lake, "--json", "--execute", plan.get("hash").textValue()));
        assertThat(report.get("deleted").intValue()).isEqualTo(1);
        assertThat(gone).doesNotExist();
        assertThat(list).doesNotExist();
        assertThat(Run.of("audit", "--lake", lake).code()).isEqualTo(ExitCode.DONE);
    }
}
