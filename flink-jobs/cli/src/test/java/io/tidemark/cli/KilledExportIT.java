package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.export.EventsLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export of far more rows than its heap holds, killed twice, becomes the archive that it would have been. */
@Timeout(300)
class KilledExportIT {
    private static final Instant START = Instant.parse("2025-07-01T00:00:00Z");
    private static final int DAYS = 5;
    private static final int ROWS_A_DAY = 30_000;
    private static final String HEAP = "-Xmx72m";

    @TempDir
    private Path directory;

    @Test
    void killedExportGoesOnInASmallHeapAndBecomesTheSameArchive() throws Exception {
        fill();
        Path whole = directory.resolve("whole.zip");
        Run run = Run.of(args(whole));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("150,000 events of 120 hours");

        Path killed = directory.resolve("killed.zip");
        Path part = directory.resolve("killed.zip.part");
        for (int hours : new int[] {3, 50}) {
            try (TidemarkProcess process = TidemarkProcess.startWith(HEAP, directory, args(killed))) {
                await().pollInterval(Duration.ofMillis(10))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> finished(part) >= hours || !process.isAlive());
                assertThat(process.isAlive()).as(process.err()).isTrue();
                process.kill();
            }
            assertThat(killed).doesNotExist();
        }
        try (TidemarkProcess process = TidemarkProcess.startWith(HEAP, directory, args(killed))) {
            Run last = process.end();
            assertThat(last.code()).as(last.err()).isEqualTo(ExitCode.DONE);
            assertThat(last.err()).contains("hours are finished already");
        }
        assertThat(Files.mismatch(killed, whole)).isEqualTo(-1);
        assertThat(part).doesNotExist();
    }

    private String[] args(Path archive) {
        return new String[] {
            "export",
            "--lake",
            directory.resolve("lake").toString(),
            "--from",
            "2025-07-01",
            "--to",
            "2025-08-01",
            "-o",
            archive.toString()
        };
    }

    private void fill() {
        EventsLake lake = new EventsLake(directory.resolve("lake"));
        String text = "x".repeat(600);
        for (int day = 0; day < DAYS; day++) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = 0; i < ROWS_A_DAY; i++) {
                // As after compaction: an hour's rows all over the day's file.
                int minute = (i * 7) % (24 * 60);
                Map<String, Object> row = EventsLake.event(
                        i % 4, (long) day * ROWS_A_DAY + i, START.plus(Duration.ofMinutes(day * 24 * 60 + minute)));
                row.put("event_properties", "{\"n\":" + i + ",\"text\":\"" + text + "\"}");
                rows.add(row);
            }
            lake.append(LakeTable.EVENTS, rows);
        }
    }

    private static long finished(Path part) {
        if (!Files.isDirectory(part)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(part)) {
            return files.filter(file -> file.toString().endsWith(".note")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
