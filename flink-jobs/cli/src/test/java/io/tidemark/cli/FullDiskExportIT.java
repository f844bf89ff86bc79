package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.export.EventsLake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An export to a disk that is full says which file it could not write and why; with room made, the same command goes on and
 * the archive is the one that it would have been. The disk is one of Linux in memory, which only root may make.
 */
@Timeout(300)
class FullDiskExportIT {
    private static final Instant START = Instant.parse("2025-07-01T00:00:00Z");
    private static final int DAYS = 2;
    private static final int ROWS_A_DAY = 10_000;
    private static final String FULL = "No space left on device";

    @TempDir
    private Path directory;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mountDisk() throws Exception {
        disk = Files.createDirectories(directory.resolve("disk"));
        Run mount = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        mounted = mount.code() == 0;
        assumeThat(mounted)
                .as("no small disk can be made here (%s): an export to a full one is not tried", mount.out())
                .isTrue();
    }

    @AfterEach
    void unmountDisk() throws Exception {
        if (mounted) {
            Run unmount = run("umount", disk.toString());
            assertThat(unmount.code()).as(unmount.out()).isZero();
        }
    }

    @Test
    void exportToAFullDiskGoesOnWhenRoomIsMade() throws Exception {
        fill();
        Path whole = directory.resolve("whole.zip");
        Run run = Run.of(args(whole));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);

        Path archive = disk.resolve("out.zip");
        Path part = disk.resolve("out.zip.part");
        // A day is sorted on disk in so small a heap, and is more than the disk has.
        try (TidemarkProcess process = TidemarkProcess.startWith("-Xmx72m", directory, args(archive))) {
            isFull(process.end(), part.resolve("spill"));
        }
        assertThat(archive).doesNotExist();
        assertThat(part.resolve("spill")).doesNotExist();

        room("4m");
        isFull(Run.of(args(archive)), part);
        assertThat(archive).doesNotExist();

        // Enough for all hours, and not for the whole that is put together of them.
        room("12m");
        Run together = Run.of(args(archive));
        isFull(together, part);
        assertThat(together.err()).contains("hours are finished already");
        assertThat(archive).doesNotExist();

        room("64m");
        Run last = Run.of(args(archive));
        assertThat(last.code()).as(last.err()).isEqualTo(ExitCode.DONE);
        assertThat(last.err()).contains("; going on, 48 hours are finished already");
        assertThat(archive).hasSameBinaryContentAs(whole);
        assertThat(part).doesNotExist();
    }

    private static void isFull(Run run, Path place) {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err())
                .contains("Could not write the export in " + place + ": ", FULL, "Make room")
                .doesNotContain("\tat ");
    }

    private void room(String size) throws Exception {
        Run mount = run("mount", "-o", "remount,size=" + size, disk.toString());
        assertThat(mount.code()).as(mount.out()).isZero();
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
        Random random = new Random(1);
        byte[] noise = new byte[300];
        for (int day = 0; day < DAYS; day++) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = 0; i < ROWS_A_DAY; i++) {
                Map<String, Object> row = EventsLake.event(
                        0, (long) day * ROWS_A_DAY + i, START.plus(Duration.ofMinutes(day * 24 * 60 + i % (24 * 60))));
                random.nextBytes(noise);
                row.put("event_properties", "{\"noise\":\"" + HexFormat.of().formatHex(noise) + "\"}");
                rows.add(row);
            }
            lake.append(LakeTable.EVENTS, rows);
        }
    }

    /** A command of the system; what it says is all in one. */
    private static Run run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), said.strip(), "");
        } catch (IOException e) {
            return new Run(-1, String.valueOf(e.getMessage()), "");
        }
    }
}
