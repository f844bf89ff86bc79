package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ops.archive.Stretch;
import io.tidemark.rules.event.LogPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sorted lines become the files of their hours, a list of them, and an archive. */
class HourFilesTest {
    /** 2025-07-01 09:00. */
    private static final long NINE = 486_489;

    @TempDir
    private Path directory;

    private ExportWorkspace unfinished;

    @BeforeEach
    void open() throws IOException {
        unfinished = ExportWorkspace.open(directory.resolve("a.zip"));
    }

    @AfterEach
    void close() throws IOException {
        unfinished.close();
    }

    @Test
    void eachProjectAndHourHasAFileOfItsOwn() throws IOException {
        write(100, line(NINE, "app", 1, 0, 1), line(NINE, "web", 1, 0, 0), line(NINE + 1, "app", 1, 0, 2));

        assertThat(rows("app_2025-07-01_9#0.json.gz")).containsExactly("row 1");
        assertThat(rows("web_2025-07-01_9#0.json.gz")).containsExactly("row 0");
        assertThat(rows("app_2025-07-01_10#0.json.gz")).containsExactly("row 2");
    }

    @Test
    void aFileThatIsFullGoesOnInItsNextPart() throws IOException {
        write(
                2,
                line(NINE, "app", 1, 0, 1),
                line(NINE, "app", 1, 0, 2),
                line(NINE, "app", 1, 0, 3),
                line(NINE, "app", 1, 0, 4),
                line(NINE, "app", 1, 0, 5),
                line(NINE, "web", 1, 0, 6));

        assertThat(rows("app_2025-07-01_9#0.json.gz")).containsExactly("row 1", "row 2");
        assertThat(rows("app_2025-07-01_9#1.json.gz")).containsExactly("row 3", "row 4");
        assertThat(rows("app_2025-07-01_9#2.json.gz")).containsExactly("row 5");
        assertThat(rows("web_2025-07-01_9#0.json.gz")).containsExactly("row 6");
    }

    @Test
    void anHoursNoteSaysWhichOffsetsAreInWhichFile() throws IOException {
        write(
                3,
                line(NINE, "app", 1, 0, 10),
                line(NINE, "app", 1, 0, 12),
                line(NINE, "app", 1, 1, 7),
                line(NINE, "app", 1, 1, 8),
                line(NINE, "app", 2, 1, 0));

        assertThat(ArchiveFile.stretches(unfinished))
                .containsExactly(
                        new Stretch("app_2025-07-01_9#0.json.gz", 1, 0, 10, 12, 2),
                        new Stretch("app_2025-07-01_9#0.json.gz", 1, 1, 7, 7, 1),
                        new Stretch("app_2025-07-01_9#1.json.gz", 1, 1, 8, 8, 1),
                        new Stretch("app_2025-07-01_9#1.json.gz", 2, 1, 0, 0, 1));
    }

    @Test
    void anHourIsFinishedWhenTheNextBeginsAndTheLastAtTheEnd() throws IOException {
        try (HourFiles files = new HourFiles(unfinished, 10)) {
            files.accept(line(NINE, "app", 1, 0, 1));
            assertThat(unfinished.isFinished(HourFiles.piece(NINE))).isFalse();
            files.accept(line(NINE + 3, "app", 1, 0, 2));
            assertThat(unfinished.isFinished(HourFiles.piece(NINE))).isTrue();
            assertThat(unfinished.isFinished(HourFiles.piece(NINE + 3))).isFalse();
            files.finish();
            assertThat(unfinished.isFinished(HourFiles.piece(NINE + 3))).isTrue();
        }
    }

    /** An export that fails must not take the hour in which it failed for whole. */
    @Test
    void closedBeforeTheEndTheLastHourStaysUnfinished() throws IOException {
        try (HourFiles files = new HourFiles(unfinished, 10)) {
            files.accept(line(NINE, "app", 1, 0, 1));
        }

        assertThat(unfinished.isFinished(HourFiles.piece(NINE))).isFalse();
        assertThat(ArchiveFile.stretches(unfinished)).isEmpty();
    }

    @Test
    void nothingIsWrittenWhereThereIsNothing() throws IOException {
        try (HourFiles files = new HourFiles(unfinished, 10)) {
            files.finish();
        }

        assertThat(unfinished.notes("")).isEmpty();
    }

    /** Names are sorted by hour and part as numbers: 9 before 10, whatever their letters say. */
    @Test
    void theArchiveHasItsFilesByHourThenProjectThenPart() throws IOException {
        write(
                1,
                line(NINE, "web", 1, 0, 1),
                line(NINE + 1, "app", 1, 0, 2),
                line(NINE + 1, "app", 1, 0, 3),
                line(NINE + 16, "app", 1, 0, 4));
        archive("about this");

        try (ZipFile zip = new ZipFile(unfinished.archive().toFile())) {
            assertThat(Collections.list(zip.entries()))
                    .extracting(ZipEntry::getName)
                    .containsExactly(
                            "web_2025-07-01_9#0.json.gz",
                            "app_2025-07-01_10#0.json.gz",
                            "app_2025-07-01_10#1.json.gz",
                            "app_2025-07-02_1#0.json.gz",
                            "tidemark/files.jsonl",
                            "tidemark/merged_ids.jsonl.gz",
                            "tidemark/about.txt");
            assertThat(text(zip, "tidemark/about.txt")).isEqualTo("about this\n");
            assertThat(text(zip, "tidemark/files.jsonl").lines())
                    .hasSize(4)
                    .allMatch(line -> line.contains("\"rows\":1"));
        }
    }

    @Test
    void theSameFilesMakeTheSameBytes() throws IOException {
        write(10, line(NINE, "web", 1, 0, 1), line(NINE + 1, "app", 1, 0, 2));
        archive("about");
        byte[] first = Files.readAllBytes(unfinished.archive());
        archive("about");

        assertThat(Files.readAllBytes(unfinished.archive())).isEqualTo(first);
    }

    /** A zip has no times before 1980. */
    @Test
    void anHourOfLongAgoIsArchivedToo() throws IOException {
        write(10, line(-1, "app", 1, 0, 1), line(0, "app", 1, 0, 2));
        archive("about");

        try (ZipFile zip = new ZipFile(unfinished.archive().toFile())) {
            assertThat(zip.getEntry("app_1969-12-31_23#0.json.gz")).isNotNull();
            assertThat(zip.getEntry("app_1970-01-01_0#0.json.gz").getTimeLocal().getYear())
                    .isEqualTo(1980);
        }
    }

    @Test
    void aDamagedNoteIsNamed() throws IOException {
        unfinished.finish(HourFiles.piece(NINE), "{\"file\":\"app");

        assertThatThrownBy(() -> ArchiveFile.stretches(unfinished))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("{\"file\":\"app");
    }

    private void archive(String about) throws IOException {
        Path merges = Files.writeString(directory.resolve("merges"), "");
        ArchiveFile.write(unfinished, ArchiveFile.stretches(unfinished), merges, about);
    }

    private void write(int mostRows, PlacedLine... lines) throws IOException {
        try (HourFiles files = new HourFiles(unfinished, mostRows)) {
            for (PlacedLine line : lines) {
                files.accept(line);
            }
            files.finish();
        }
    }

    private List<String> rows(String name) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(unfinished.file(name)))) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static PlacedLine line(long hour, String project, int epoch, int partition, long offset) {
        return new PlacedLine(
                hour,
                project,
                new LogPosition(epoch, partition, offset),
                ("row " + offset).getBytes(StandardCharsets.UTF_8));
    }
}
