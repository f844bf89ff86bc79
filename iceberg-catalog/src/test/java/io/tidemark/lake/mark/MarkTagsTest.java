package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.BusyLake;
import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags set and taken away: each twice, beside others, and by a process that dies between any two of them. */
class MarkTagsTest {
    @TempDir
    private Path directory;

    private TestLake tables;
    private Lake lake;
    private MarkTags tags;

    @BeforeEach
    void open() {
        tables = new TestLake(directory);
        lake = tables.lake(Purpose.MARK);
        tags = new MarkTags(lake);
        commit(1);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private void commit(long checkpoint) {
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, checkpoint, table, List.of()));
    }

    /** A mark at the heads of all tables. */
    private Mark atHeads(String name) {
        Mark some = SomeMark.named(name, SomeMark.NOON, false);
        Map<LakeTable, TableMark> heads = new EnumMap<>(LakeTable.class);
        LakeTable.all().forEach(table -> {
            Table loaded = lake.table(table);
            TableMark made = some.tables().get(table);
            heads.put(table, TableMark.of(loaded, loaded.currentSnapshot(), made == null ? null : made.contents()));
        });
        // The digest is of made-up rows, and the tables have none.
        some.tables()
                .forEach((table, mark) -> heads.compute(
                        table,
                        (any, head) -> new TableMark(
                                Objects.requireNonNull(head).uuid(),
                                head.snapshotId(),
                                head.metadataLocation(),
                                head.schemaId(),
                                mark.records(),
                                mark.contents())));
        return new Mark(name, some.origin(), some.commit(), some.source(), heads, some.proof());
    }

    private Map<LakeTable, Long> tagged(String name) {
        Map<LakeTable, Long> tagged = new EnumMap<>(LakeTable.class);
        LakeTable.all().stream().filter(lake::exists).forEach(table -> {
            SnapshotRef ref = lake.table(table).refs().get(name);
            if (ref != null && ref.isTag()) {
                tagged.put(table, ref.snapshotId());
            }
        });
        return tagged;
    }

    private static Map<LakeTable, Long> snapshots(Mark mark) {
        Map<LakeTable, Long> snapshots = new EnumMap<>(LakeTable.class);
        mark.tables().forEach((table, each) -> snapshots.put(table, each.snapshotId()));
        return snapshots;
    }

    private List<String> metadata() {
        return LakeTable.all().stream()
                .map(table -> ((HasTableOperations) lake.table(table))
                        .operations()
                        .current()
                        .metadataFileLocation())
                .toList();
    }

    @Test
    void everyTableOfTheMarkIsTaggedAlsoTheCorrections() {
        Mark mark = atHeads("half");
        tags.set(mark, Map.of());
        assertThat(tagged("half")).hasSize(8).isEqualTo(snapshots(mark));
    }

    @Test
    void aTagThatIsThereAlreadyIsNotSetAgain() {
        Mark mark = atHeads("half");
        tags.set(mark, Map.of());
        List<String> before = metadata();
        tags.set(mark, Map.of());
        assertThat(metadata()).isEqualTo(before);
    }

    @Test
    void aTagAtAnotherSnapshotIsMoved() {
        tags.set(atHeads("half"), Map.of());
        commit(2);
        Mark later = atHeads("half");
        tags.set(later, Map.of());
        assertThat(tagged("half")).isEqualTo(snapshots(later));
    }

    @Test
    void tablesThatWereLoadedBeforeAreLookedAtAgain() {
        Mark mark = atHeads("half");
        Map<LakeTable, Table> loaded = new HashMap<>();
        LakeTable.pipeline().forEach(table -> loaded.put(table, lake.table(table)));
        commit(2);
        tags.set(mark, loaded);
        assertThat(tagged("half")).isEqualTo(snapshots(mark));
    }

    @Test
    void aBranchOfThatNameIsNoTagAndAFailureThatNamesTheTable() {
        Mark mark = atHeads("half");
        Table throttled = tables.unguarded(LakeTable.THROTTLED);
        throttled
                .manageSnapshots()
                .createBranch("half", throttled.currentSnapshot().snapshotId())
                .commit();
        assertThatThrownBy(() -> tags.set(mark, Map.of()))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("Could not set the tag 'half' on the table tidemark.throttled");
        tags.remove(mark);
        assertThat(lake.table(LakeTable.THROTTLED).refs()).containsKey("half");
        assertThat(tagged("half")).isEmpty();
    }

    @Test
    void onlyTheMarksOwnTagsAreTakenAway() {
        Mark mark = atHeads("half");
        tags.set(mark, Map.of());
        tags.set(atHeads("other"), Map.of());
        commit(2);
        Table events = lake.table(LakeTable.EVENTS);
        Snapshot head = events.currentSnapshot();
        events.manageSnapshots().replaceTag("half", head.snapshotId()).commit();
        lake.table(LakeTable.DUPLICATES).manageSnapshots().removeTag("half").commit();
        tags.remove(mark);
        assertThat(tagged("half"))
                .as("somebody has moved it: it is no longer the mark's")
                .isEqualTo(Map.of(LakeTable.EVENTS, head.snapshotId()));
        assertThat(tagged("other")).hasSize(8);
    }

    @Test
    void whatIsTakenAwayAlreadyChangesNothing() {
        Mark mark = atHeads("half");
        tags.set(mark, Map.of());
        tags.remove(mark);
        List<String> before = metadata();
        tags.remove(mark);
        assertThat(metadata()).isEqualTo(before);
    }

    @Test
    void aTableThatIsGoneHasNoTagToTakeAway() {
        Mark mark = atHeads("half");
        tags.set(mark, Map.of());
        tables.lose(LakeTable.THROTTLED);
        tags.remove(mark);
        assertThat(tagged("half")).isEmpty();
    }

    @Test
    void aTableThatIsGoneCannotBeTagged() {
        Mark mark = atHeads("half");
        tables.lose(LakeTable.THROTTLED);
        assertThatThrownBy(() -> tags.set(mark, Map.of()))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("tidemark.throttled");
    }

    @Test
    void whoeverMayNotTagIsRefusedAndNotTriedAgain() {
        assertThatThrownBy(() -> new MarkTags(tables.lake()).set(atHeads("half"), Map.of()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("tag-set-by-the-job"));
    }

    @Test
    void aTagIsTriedAgainWhereOthersCommittedFirst() {
        Mark mark = atHeads("half");
        try (BusyLake busy = BusyLake.open(tables, Purpose.MARK, LakeTable.EVENTS)) {
            busy.competes(4);
            new MarkTags(busy.lake()).set(mark, Map.of());
            assertThat(busy.tries())
                    .as("5 for events, and one for each other")
                    .isEqualTo(LakeTable.all().size() + 4);
            assertThat(tagged("half")).isEqualTo(snapshots(mark));
            busy.competes(2);
            new MarkTags(busy.lake()).remove(mark);
            assertThat(tagged("half")).isEmpty();
        }
    }

    @Test
    void fiftyTriesAreMadeAndNoMore() {
        Mark mark = atHeads("half");
        try (BusyLake busy = BusyLake.open(tables, Purpose.MARK, LakeTable.EVENTS)) {
            busy.competes(50);
            assertThatThrownBy(() -> new MarkTags(busy.lake()).set(mark, Map.of()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("on the table tidemark.events")
                    .hasMessageContaining("changed by others each of 50 times")
                    .hasCauseInstanceOf(CommitFailedException.class);
            assertThat(busy.tries()).isEqualTo(50);
            assertThat(tagged("half")).isEmpty();
        }
    }

    @Test
    void aProcessThatDiesBetweenTagsLeavesNoMarkAndNothingThatStays() {
        for (int done = 0; done < LakeTable.all().size(); done++) {
            Mark mark = atHeads("half");
            try (BusyLake busy = BusyLake.open(tables, Purpose.MARK, LakeTable.EVENTS)) {
                busy.diesAfter(done);
                assertThatThrownBy(() -> new Marks(busy.lake()).add(mark, Map.of()))
                        .hasRootCauseInstanceOf(BusyLake.Death.class);
            }
            Marks marks = new Marks(lake);
            assertThat(tagged("half")).as("after %d tags", done).hasSize(done);
            assertThat(marks.list()).isEmpty();
            assertThat(marks.unfinished()).containsExactly(mark);
            assertThat(marks.tidy(mark.origin().createdAt().plusMillis(1))).containsExactly("half");
            assertThat(tagged("half")).isEmpty();
            assertThat(marks.unfinished()).isEmpty();
        }
    }

    @Test
    void aMarkThatDiedBetweenTagsCanBeMadeAgain() {
        Mark mark = atHeads("half");
        try (BusyLake busy = BusyLake.open(tables, Purpose.MARK, LakeTable.EVENTS)) {
            busy.diesAfter(3);
            assertThatThrownBy(() -> new Marks(busy.lake()).add(mark, Map.of())).isNotNull();
        }
        commit(2);
        Mark again = atHeads("half");
        new Marks(lake).add(again, Map.of());
        assertThat(tagged("half")).isEqualTo(snapshots(again));
        assertThat(new Marks(lake).find("half")).contains(again);
        assertThat(new Marks(lake).unfinished()).isEmpty();
    }

    @Test
    void aProcessThatDiesWhileItDeletesLeavesNoMarkAndNothingThatStays() {
        for (int done = 0; done < LakeTable.all().size(); done++) {
            Marks marks = new Marks(lake);
            Mark mark = atHeads("half");
            marks.add(mark, Map.of());
            try (BusyLake busy = BusyLake.open(tables, Purpose.MARK, LakeTable.EVENTS)) {
                busy.diesAfter(done);
                assertThatThrownBy(() -> new Marks(busy.lake()).delete("half"))
                        .hasRootCauseInstanceOf(BusyLake.Death.class);
            }
            assertThat(tagged("half"))
                    .as("after %d tags", done)
                    .hasSize(LakeTable.all().size() - done);
            assertThat(marks.find("half")).isEmpty();
            assertThat(marks.unfinished()).containsExactly(mark);
            assertThat(marks.tidy(mark.origin().createdAt().plusMillis(1))).containsExactly("half");
            assertThat(tagged("half")).isEmpty();
        }
    }

    @Test
    void whatIsTidiedIsWhatIsOldEnoughAndOnlyThat() {
        Marks marks = new Marks(lake);
        for (String name : List.of("old", "young")) {
            try (BusyLake busy = BusyLake.open(tables, Purpose.MARK, LakeTable.EVENTS)) {
                Mark mark = atHeads(name);
                Mark made = new Mark(
                        name,
                        new Mark.Origin(SomeMark.NOON.plusSeconds(name.length()), "", false),
                        mark.commit(),
                        mark.source(),
                        mark.tables(),
                        mark.proof());
                busy.diesAfter(2);
                assertThatThrownBy(() -> new Marks(busy.lake()).add(made, Map.of()))
                        .isNotNull();
            }
        }
        assertThat(marks.tidy(SomeMark.NOON.plusSeconds(5))).containsExactly("old");
        assertThat(tagged("old")).isEmpty();
        assertThat(tagged("young")).hasSize(2);
        assertThat(marks.unfinished()).extracting(Mark::name).containsExactly("young");
    }
}
