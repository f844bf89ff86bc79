package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest whose disk is full in the middle says so, and goes on when there is room. The disk is one of Linux in memory,
 * which only root may make.
 */
@Timeout(300)
class FullDiskIngestIT {
    private static final int EVENTS = 60_000;

    @TempDir
    private Path directory;

    private boolean mounted;

    @AfterEach
    void unmountDisk() throws Exception {
        if (mounted) {
            assertThat(run("umount", "-l", directory.resolve("disk").toString()))
                    .isZero();
        }
    }

    @Test
    void ingestOnAFullDiskSaysWhatIsCommittedAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()) == 0;
        assumeThat(mounted).as("a small disk can be made here").isTrue();
        String lake = disk.resolve("lake").toString();
        Path file = Files.writeString(directory.resolve("events.jsonl"), events());

        // A process of its own: Kafka's broker would end it without a word.
        try (TidemarkProcess process = TidemarkProcess.start(directory, "ingest", "--lake", lake, file.toString())) {
            Run full = process.end();
            assertThat(full.code()).as(full.err()).isEqualTo(ExitCode.FAILURE);
            assertThat(full.err().lines().reduce((first, last) -> last).orElse(""))
                    .contains("The disk of " + lake + " is full", "committed", "tidemark ingest --lake " + lake)
                    .doesNotContain("\tat ");
        }

        assertThat(run("mount", "-o", "remount,size=300m", disk.toString())).isZero();
        Run rest = Run.of("ingest", "--lake", lake);
        assertThat(rest.code()).as(rest.err()).isEqualTo(ExitCode.DONE);
        Run audit = Run.of("audit", "--lake", lake, "--complete");
        assertThat(audit.code()).as(audit.out()).isEqualTo(ExitCode.DONE);
        assertThat(audit.out()).contains("nothing lost, nothing double");
    }

    private static String events() {
        // What no compression makes small: the log and the tables have it each.
        var random = new Random(1);
        byte[] note = new byte[128];
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> {
                    random.nextBytes(note);
                    return String.format(
                            Locale.ROOT,
                            "{\"event_type\":\"Step\",\"device_id\":\"device-%d\",\"insert_id\":\"step-%d\",\"time\":%d,"
                                    + "\"event_properties\":{\"note\":\"%s\"}}%n",
                            i % 997,
                            i,
                            1_700_000_000_000L + i,
                            Base64.getEncoder().encodeToString(note));
                })
                .collect(Collectors.joining());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
