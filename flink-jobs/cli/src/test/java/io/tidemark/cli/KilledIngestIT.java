package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ingests that are killed: in mid-stream, and again while they start. */
@Timeout(300)
class KilledIngestIT {
    private static final int EVENTS = 60_000;
    private static final String DISTINCT = "SELECT COUNT(*) n, COUNT(DISTINCT insert_id) ids FROM events";

    @TempDir
    private Path directory;

    @Test
    void killedIngestIsFinishedByTheNextWithNothingLostAndNothingDouble() throws Exception {
        Path lake = directory.resolve("lake");
        killInMidStream(lake);
        killWhileItStarts(lake);

        Run rest = Run.of("ingest", "--lake", lake.toString());
        assertThat(rest.code()).as(rest.err()).isEqualTo(ExitCode.DONE);
        Run audit = Run.of("audit", "--lake", lake.toString());
        assertThat(audit.code()).as(audit.out()).isEqualTo(ExitCode.DONE);
        assertThat(audit.out()).contains("audit holds", " 0 duplicate").doesNotContain("not committed yet");

        // Sent again from the beginning, it is complete: what was taken before the kill is known.
        Path file = Files.writeString(directory.resolve("events.jsonl"), events(0, EVENTS));
        Run again = Run.of("ingest", "--lake", lake.toString(), file.toString());
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(Run.of("sql", "--lake", lake.toString(), "--format", "csv", DISTINCT)
                        .out())
                .isEqualTo("n,ids\n" + EVENTS + "," + EVENTS + "\n");
        assertThat(Run.of("audit", "--lake", lake.toString()).code()).isEqualTo(ExitCode.DONE);
    }

    /** Sends until something is committed, and kills the process while it is being sent more. */
    private void killInMidStream(Path lake) throws IOException, InterruptedException {
        try (TidemarkProcess ingest = TidemarkProcess.start(directory, "ingest", "--lake", lake.toString(), "-")) {
            OutputStream in = ingest.input();
            Thread feeding = new Thread(() -> feed(in));
            feeding.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> committed(lake) > 0 || !ingest.isAlive());
            assertThat(ingest.isAlive()).as(ingest.err()).isTrue();
            ingest.kill();
            feeding.join();
        }
    }

    private void killWhileItStarts(Path lake) throws IOException, InterruptedException {
        Path log = lake.resolve("logs/tidemark.log");
        int before = occurrences(log, "embedded broker started");
        try (TidemarkProcess ingest = TidemarkProcess.start(directory, "ingest", "--lake", lake.toString())) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> occurrences(log, "embedded broker started") > before || !ingest.isAlive());
            assertThat(ingest.isAlive()).as(ingest.err()).isTrue();
            ingest.kill();
        }
    }

    private static void feed(OutputStream in) {
        // The stream stays open: the process is killed while it waits for more.
        try {
            for (int from = 0; from < EVENTS / 2; from += 500) {
                in.write(events(from, from + 500).getBytes(UTF_8));
                in.flush();
            }
        } catch (IOException killed) {
            // Which is what this is for.
        }
    }

    private static String events(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"event_type\":\"Step\",\"device_id\":\"device-%d\",\"insert_id\":\"step-%d\",%s\"time\":%d}%n",
                    i % 97,
                    i,
                    i % 5 == 0 ? "\"user_id\":\"user-" + i % 40 + "\"," : "",
                    1_700_000_000_000L + i));
        }
        return lines.toString();
    }

    private static long committed(Path lake) {
        if (!Files.exists(lake.resolve("catalog.db"))) {
            return 0;
        }
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            return Heads.of(tables).totalOutcomes();
        } catch (io.tidemark.lake.catalog.LakeFailure notMadeYet) {
            return 0;
        }
    }

    private static int occurrences(Path log, String text) throws IOException {
        return Files.exists(log) ? Files.readString(log).split(text, -1).length - 1 : 0;
    }
}
