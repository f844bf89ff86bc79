package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.BusyLake;
import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
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
                .hasMessageContaining("recreated")
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

    @Test
    void anEpochThatATableHasAlreadyIsNotRaisedAgain() {
        heads.raiseEpoch(3);
        lake.table(LakeTable.EVENTS)
                .updateProperties()
                .set(LakeProperties.CLAIM, "the-first-start-of-epoch-3")
                .commit();
        heads.raiseEpoch(3);

        assertThat(lake.table(LakeTable.EVENTS).properties())
                .as("whoever has begun in that epoch goes on")
                .containsEntry(LakeProperties.CLAIM, "the-first-start-of-epoch-3");
    }

    @Test
    void cutOffBetweenTablesRaisingTheEpochFinishes() {
        lake.table(LakeTable.EVENTS)
                .updateProperties()
                .set(LakeProperties.EPOCH, "3")
                .commit();
        heads.raiseEpoch(3);

        assertThat(LakeTable.pipeline())
                .allMatch(table -> LakeProperties.epoch(lake.table(table).properties()) == 3);
    }

    @Test
    void correctionsAreTaggedToo() {
        heads.tag("before-abc");

        assertThat(lake.table(LakeTable.IDENTITY_OVERRIDES).refs()).containsKey("before-abc");
    }

    @Test
    void aLakeOfAReleaseThatKnewNoCorrectionsIsTaggedWithoutThem() {
        tables.lose(LakeTable.IDENTITY_OVERRIDES);
        heads.tag("before-abc");

        assertThat(LakeTable.pipeline())
                .allMatch(table -> lake.table(table).refs().containsKey("before-abc"));
    }

    @Test
    void aTableOfThePipelineThatIsMissingIsAFailure() {
        tables.lose(LakeTable.THROTTLED);

        assertThatThrownBy(() -> heads.tag("before-abc"))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("tidemark.throttled");
    }

    @Test
    void aTableThatWasNeverWrittenHasNoHeadToTag() {
        try (TestLake never = new TestLake(directory.resolve("never"))) {
            new TableHeads(never.lake(Purpose.RESTORE)).tag("before-abc");
            assertThat(never.lake().table(LakeTable.EVENTS).refs()).isEmpty();
        }
    }

    @Test
    void onlyTheSchemaGoesBackWhereTheHeadIsThere() {
        Target then = SomeRestore.heads(lake, "then");
        lake.table(LakeTable.EVENTS)
                .updateSchema()
                .addColumn("colour", Types.StringType.get())
                .commit();
        heads.raiseEpoch(2);
        int snapshots = lake.table(LakeTable.EVENTS).history().size();
        heads.putBack(LakeTable.EVENTS, then.place(LakeTable.EVENTS));

        assertThat(lake.table(LakeTable.EVENTS).schema().findField("colour")).isNull();
        assertThat(lake.table(LakeTable.EVENTS).history())
                .as("the head did not move")
                .hasSize(snapshots);
    }

    @Test
    void whatIsDoneAlreadyChangesNothing() {
        Target then = SomeRestore.heads(lake, "then");
        heads.raiseEpoch(2);
        heads.tag("before-abc");
        List<String> before = metadata();
        heads.raiseEpoch(2);
        heads.raiseEpoch(1);
        heads.tag("before-abc");
        LakeTable.pipeline().forEach(table -> heads.putBack(table, then.place(table)));

        assertThat(metadata()).isEqualTo(before);
    }

    private List<String> metadata() {
        return LakeTable.pipeline().stream()
                .map(table -> ((HasTableOperations) lake.table(table))
                        .operations()
                        .current()
                        .metadataFileLocation())
                .toList();
    }

    @Test
    void aChangeThatOthersCommittedFirstIsTriedAgainOnWhatTheyMade() {
        try (BusyLake busy = BusyLake.open(tables, Purpose.RESTORE, LakeTable.EVENTS)) {
            busy.competes(3);
            new TableHeads(busy.lake()).raiseEpoch(2);

            assertThat(busy.tries()).as("4 for events, and one for each other").isEqualTo(9);
            assertThat(lake.table(LakeTable.EVENTS).properties())
                    .containsEntry(LakeProperties.EPOCH, "2")
                    .containsEntry("somebody", "0");
        }
    }

    @Test
    void fiftyTriesAreMadeAndNoMore() {
        Target then = SomeRestore.heads(lake, "then");
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 8, table, List.of()));
        heads.raiseEpoch(2);
        try (BusyLake busy = BusyLake.open(tables, Purpose.RESTORE, LakeTable.EVENTS)) {
            TableHeads racing = new TableHeads(busy.lake());
            busy.competes(50);
            assertThatThrownBy(() -> racing.putBack(LakeTable.EVENTS, then.place(LakeTable.EVENTS)))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("Could not put back the table tidemark.events")
                    .hasMessageContaining("changed by others each of 50 times")
                    .hasMessageContaining("Run the same command again")
                    .hasCauseInstanceOf(CommitFailedException.class);
            assertThat(busy.tries()).isEqualTo(50);
            racing.putBack(LakeTable.EVENTS, then.place(LakeTable.EVENTS));
            assertThat(SomeRestore.heads(lake, "then").place(LakeTable.EVENTS)).isEqualTo(then.place(LakeTable.EVENTS));
        }
    }

    @Test
    void whoeverMayNotGoBackIsRefusedAndNotTriedAgain() {
        Target then = SomeRestore.heads(lake, "then");
        tables.checkpoint(1, 8, LakeTable.EVENTS, List.of());

        assertThatThrownBy(() -> new TableHeads(tables.lake(Purpose.MARK))
                        .putBack(LakeTable.EVENTS, then.place(LakeTable.EVENTS)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tidemark.events");
        assertThatThrownBy(() -> heads.putBack(LakeTable.EVENTS, then.place(LakeTable.EVENTS)))
                .as("the epoch is not raised yet")
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("epoch-not-raised"));
    }
}
