package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose log is gone, or the file that says what it is. */
@Timeout(300)
class LostPartsIT {
    @TempDir
    private Path directory;

    private String lake = "";
    private String more = "";

    @BeforeEach
    void ingest() throws IOException {
        lake = directory.resolve("lake").toString();
        more = event("second").toString();
        ok("ingest", "--lake", lake, event("first").toString());
        ok("mark", "--lake", lake, "--name", "one");
    }

    /** A new log begins at offset 0, and the job goes on behind that: it would read none of it, and say it was done. */
    @Test
    void aLakeWithoutItsLogTakesNothingMoreAndStillAnswers() throws IOException {
        Path kafka = directory.resolve("lake/kafka");
        Path away = Files.move(kafka, directory.resolve("kafka"));
        String state = Files.readString(directory.resolve("lake/lake.properties"));

        for (String[] command : new String[][] {
            {"ingest", "--lake", lake, more},
            {"mark", "--lake", lake, "--name", "two"},
            {"restore", "--lake", lake, "--to", "one"},
            {"audit", "--lake", lake}
        }) {
            Run run = Run.of(command);
            assertThat(run.code()).as("%s: %s", command[0], run.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err())
                    .as(command[0])
                    .contains("has lost its log", kafka + " back from a copy", "tidemark export");
        }
        assertThat(Files.readString(directory.resolve("lake/lake.properties"))).isEqualTo(state);
        Run status = Run.of("status", "--lake", lake, "--check");
        assertThat(status.code()).as(status.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(status.out()).contains("has lost its log", "events");
        assertThat(ok("sql", "--lake", lake, "--format", "csv", "SELECT COUNT(*) FROM events")
                        .out())
                .contains("1");

        // What a status has left there is no log.
        if (Files.exists(kafka)) {
            Files.move(kafka, directory.resolve("left"));
        }
        Files.move(away, kafka);
        ok("ingest", "--lake", lake, more);
        assertThat(ok("audit", "--lake", lake, "--complete").out()).contains("2 records");
    }

    @Test
    void theFileThatSaysWhatALakeIsIsWrittenAgainAsTheRefusalSays() throws Exception {
        Files.delete(directory.resolve("lake/lake.properties"));

        Run refused = Run.of("ingest", "--lake", lake, more);
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("has lost its lake.properties").doesNotContain("tidemark ingest");
        Run status = Run.of("status", "--lake", lake);
        assertThat(status.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(status.err()).isEqualTo(refused.err());

        String err = refused.err();
        String command = err.substring(err.indexOf("printf "), err.lastIndexOf('.'));
        Process shell = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertThat(shell.waitFor()).isZero();
        ok("ingest", "--lake", lake, more);
        assertThat(ok("audit", "--lake", lake, "--complete").out()).contains("2 records");
    }

    private Path event(String name) throws IOException {
        return Files.writeString(
                directory.resolve(name + ".jsonl"),
                "{\"device_id\":\"device-1\",\"event_type\":\"Step\",\"insert_id\":\"" + name + "\"}\n",
                StandardCharsets.UTF_8);
    }

    private static Run ok(String... command) {
        Run run = Run.of(command);
        assertThat(run.code())
                .as("%s: %s", String.join(" ", command), run.err())
                .isEqualTo(ExitCode.DONE);
        return run;
    }
}
