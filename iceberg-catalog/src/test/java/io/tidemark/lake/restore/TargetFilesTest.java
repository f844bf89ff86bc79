package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.Story;
import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is gone is known before anything moves, wherever it lay. */
class TargetFilesTest {
    @TempDir
    private Path directory;

    private TestLake tables;
    private Lake lake;
    private TargetFiles files;

    @BeforeEach
    void open() {
        tables = new TestLake(directory.resolve("a lake"));
        lake = tables.lake(Purpose.RESTORE);
        files = new TargetFiles(lake);
        for (int i = 0; i < 3; i++) {
            Story story = new Story();
            story.throttled(i);
            tables.write(story);
        }
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private Table table() {
        return lake.table(LakeTable.THROTTLED);
    }

    private long head() {
        return table().currentSnapshot().snapshotId();
    }

    private List<String> locations() throws IOException {
        List<String> locations = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table().newScan().planFiles()) {
            tasks.forEach(task -> locations.add(task.file().location()));
        }
        return locations;
    }

    private static Path path(String location) {
        return location.startsWith("file:")
                ? Path.of(URI.create(location.replace(" ", "%20")).getPath())
                : Path.of(location);
    }

    private void refuses(long snapshot, String why, String remedy) {
        assertThatThrownBy(() -> files.require(LakeTable.THROTTLED, snapshot))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("tidemark.throttled")
                .hasMessageContaining(why)
                .hasMessageContaining(remedy);
    }

    @Test
    void theFilesOfAllManifestsAreCountedAlsoInADirectoryWithASpace() {
        assertThat(files.require(LakeTable.THROTTLED, head())).isEqualTo(3);
        assertThat(table().location()).contains("a lake");
    }

    @Test
    void aSnapshotHasItsOwnFilesAndNotTheHeads() throws IOException {
        long first = table().currentSnapshot().parentId();
        List<String> before = locations();
        Story story = new Story();
        story.throttled(9);
        tables.write(story);
        List<String> added = locations();
        added.removeAll(before);
        Files.delete(path(added.get(0)));
        assertThat(files.require(LakeTable.THROTTLED, first)).isEqualTo(2);
        refuses(head(), added.get(0) + " is gone", "choose another mark");
    }

    @Test
    void eachOfTheFilesIsMissed() throws IOException {
        for (String location : locations()) {
            Path file = path(location);
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            refuses(head(), location + " is gone", "Bring it back from the bucket's versions");
            Files.write(file, content);
        }
        assertThat(files.require(LakeTable.THROTTLED, head())).isEqualTo(3);
    }

    @Test
    void aSnapshotThatTheTableNoLongerHasIsSaid() {
        refuses(4711, "the table no longer has that snapshot", "Choose another mark");
    }

    @Test
    void aManifestOrTheListOfThemThatIsGoneIsAFailure() throws IOException {
        long second = table().currentSnapshot().parentId();
        Files.delete(path(table().currentSnapshot().manifestListLocation()));
        refuses(head(), "a file is missing", "");
        assertThat(files.require(LakeTable.THROTTLED, second)).isEqualTo(2);
        Files.delete(
                path(table().snapshot(second).allManifests(table().io()).get(0).path()));
        refuses(second, "a file is missing", "");
    }

    @Test
    void aFileOutsideOfTheTablesDirectoryCountsIfItIsThere() throws IOException {
        Path elsewhere = directory.resolve("elsewhere/some.parquet");
        Files.createDirectories(elsewhere.getParent());
        Files.writeString(elsewhere, "rows");
        DataFile file = DataFiles.builder(table().spec())
                .withPath(elsewhere.toString())
                .withFileSizeInBytes(4)
                .withRecordCount(1)
                .build();
        tables.lake().table(LakeTable.THROTTLED).newAppend().appendFile(file).commit();
        assertThat(files.require(LakeTable.THROTTLED, head())).isEqualTo(4);
        Files.delete(elsewhere);
        refuses(head(), elsewhere + " is gone", "copy");
    }

    @Test
    void aTableWithoutAFileHasAllOfThem() {
        tables.checkpoint(1, 1, LakeTable.EVENTS, List.of());
        assertThat(files.require(
                        LakeTable.EVENTS,
                        lake.table(LakeTable.EVENTS).currentSnapshot().snapshotId()))
                .isZero();
    }
}
