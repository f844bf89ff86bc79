package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore does to tables; each twice, for a restore that is cut off does it again. */
class TableHeadsTest {
    @TempDir
    private Path directory;

    private TestLake tables;
    private Lake lake;
    private TableHeads heads;

    @BeforeEach
    void open() {
        tables = new TestLake(directory);
        lake = tables.lake(Purpose.RESTORE);
        heads = new TableHeads(lake);
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 7, table, List.of()));
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void theEpochIsRaisedOnEveryTableAndNeverLowered() {
        lake.table(LakeTable.EVENTS)
                .updateProperties()
                .set(LakeProperties.CLAIM, "a-start-of-the-job")
                .commit();
        heads.raiseEpoch(3);
        heads.raiseEpoch(2);

        assertThat(LakeTable.pipeline())
                .allSatisfy(table -> assertThat(lake.table(table).properties())
                        .containsEntry(LakeProperties.EPOCH, "3")
                        .doesNotContainKey(LakeProperties.CLAIM));
    }

    @Test
    void headsAreTaggedOnceAndTheTagStaysWhenTheyMove() {
        Target before = SomeRestore.heads(lake, "before");
        heads.tag("before-abc");
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 8, table, List.of()));
        heads.tag("before-abc");

        assertThat(LakeTable.pipeline()).allSatisfy(table -> assertThat(
                        lake.table(table).refs().get("before-abc").snapshotId())
                .isEqualTo(before.place(table).snapshotId()));
    }

    @Test
    void aTableGoesBackToItsSnapshotAndSchemaAndForwardAgain() {
        Target then = SomeRestore.heads(lake, "then");
        Table events = lake.table(LakeTable.EVENTS);
        events.updateSchema().addColumn("colour", Types.StringType.get()).commit();
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 8, table, List.of()));
        Target later = SomeRestore.heads(lake, "later");
        heads.tag("before-abc");
        heads.raiseEpoch(2);

        for (Target target : List.of(then, then, later, then)) {
            LakeTable.pipeline().forEach(table -> heads.putBack(table, target.place(table)));
            assertThat(SomeRestore.heads(lake, target.name())).isEqualTo(target);
            assertThat(lake.table(LakeTable.EVENTS).schema().findField("colour") != null)
                    .isEqualTo(target.equals(later));
        }
    }

    @Test
    void anotherTableOfTheSameNameAndASnapshotThatIsGoneAreFailuresThatSayWhatToDo() {
        Target.Place place = SomeRestore.heads(lake, "then").place(LakeTable.EVENTS);

        assertThatThrownBy(() -> heads.putBack(
                        LakeTable.EVENTS, new Target.Place("another", place.snapshotId(), place.schemaId())))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("made anew")
                .hasMessageContaining("tidemark undrop events");
        assertThatThrownBy(
                        () -> heads.putBack(LakeTable.EVENTS, new Target.Place(place.uuid(), 12345, place.schemaId())))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("12345")
                .hasMessageContaining("tidemark marks");
    }

    @Test
    void aDataFileThatIsGoneIsFoundBeforeAnythingMoves() throws Exception {
        Table events = lake.table(LakeTable.EVENTS);
        Path file = Path.of(events.location(), "data", "some.parquet");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "rows");
        tables.lake()
                .table(LakeTable.EVENTS)
                .newAppend()
                .appendFile(DataFiles.builder(events.spec())
                        .withPath(file.toString())
                        .withFileSizeInBytes(4)
                        .withRecordCount(1)
                        .build())
                .commit();
        long head = lake.table(LakeTable.EVENTS).currentSnapshot().snapshotId();
        TargetFiles files = new TargetFiles(lake);

        assertThat(files.require(LakeTable.EVENTS, head)).isEqualTo(1);
        Files.delete(file);
        assertThatThrownBy(() -> files.require(LakeTable.EVENTS, head))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("some.parquet is gone");
    }

    @Test
    void tagsAndRefsOfOthersStay() {
        Table events = lake.table(LakeTable.EVENTS);
        long head = events.currentSnapshot().snapshotId();
        events.manageSnapshots().createTag("noon", head).commit();
        heads.tag("before-abc");

        Map<String, SnapshotRef> refs = lake.table(LakeTable.EVENTS).refs();
        assertThat(refs).containsOnlyKeys("main", "noon", "before-abc");
        assertThatCode(() -> heads.tag("before-abc")).doesNotThrowAnyException();
    }
}
