package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.CutCheck;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.MarkCreator.Request;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which moments get a mark, which do not, and what the mark says. */
class MarkCreatorTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    private Path directory;

    private WrittenLake written;

    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private void twoEventsInEachTable() {
        written.story().event(0, "d0", null);
        written.story().event(0, "d0", "ann");
        written.story().event(1, "d1", null);
        written.story().rejected(1, "invalid_json");
        written.commit();
    }

    private void refuses(String name, String... why) {
        assertThatThrownBy(() -> written.mark(name))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.message()).contains(why));
        assertThat(new Marks(written.lake()).find(name)).isEmpty();
        assertThat(LakeTable.pipeline())
                .noneMatch(table -> written.lake().table(table).refs().containsKey(name));
    }

    private long head(LakeTable table) {
        return written.lake().table(table).currentSnapshot().snapshotId();
    }

    @Test
    void aMarkSaysAllThatGoingBackToItTakes() {
        twoEventsInEachTable();
        Mark mark = written.maker()
                .create(
                        new Request("half", "before the deploy", true, false),
                        written.now(),
                        written.story().log(),
                        stamp -> Optional.of("file:///checkpoints/chk-" + stamp.checkpointId()));
        assertThat(new Marks(written.lake()).find("half")).contains(mark);
        assertThat(mark.origin().scheduled()).isTrue();
        assertThat(mark.origin().note()).isEqualTo("before the deploy");
        assertThat(mark.commit().environment()).isEqualTo("test");
        assertThat(mark.commit().epoch()).isEqualTo(1);
        assertThat(mark.commit().checkpointId()).isEqualTo(1);
        assertThat(mark.commit().retainedCheckpoint()).isEqualTo("file:///checkpoints/chk-1");
        assertThat(mark.source().topic()).isEqualTo("events.raw");
        assertThat(mark.source().offsets()).containsExactly(new NextOffset(1, 0, 2), new NextOffset(1, 1, 2));
        assertThat(mark.records()).isEqualTo(4);
        assertThat(mark.table(LakeTable.IDENTITIES).records()).isEqualTo(3);
        assertThat(mark.table(LakeTable.IDENTITIES).contents().ids()).isEqualTo(2);
        assertThat(mark.table(LakeTable.MERGE_IDS).contents().ids()).isEqualTo(1);
        assertThat(mark.proof()).isEqualTo(new Mark.Proof(null, 4, List.of()));
        for (LakeTable table : LakeTable.pipeline()) {
            Table loaded = written.lake().table(table);
            assertThat(mark.table(table).uuid()).isEqualTo(loaded.uuid().toString());
            assertThat(mark.snapshot(table)).isEqualTo(head(table));
            assertThat(loaded.refs().get("half").snapshotId()).isEqualTo(head(table));
            assertThat(mark.table(table).metadataLocation()).endsWith(".metadata.json");
        }
    }

    @Test
    void whileTablesCommitOneAfterAnotherTheMarkStandsAtWhatAllHaveAndNotAtHeads() {
        twoEventsInEachTable();
        List<Long> all = LakeTable.pipeline().stream().map(this::head).toList();
        written.story().event(0, "d0", "bob");
        written.commitOnly(List.of(LakeTable.EVENTS, LakeTable.MERGE_IDS));
        Mark mark = written.mark("half");
        assertThat(mark.commit().checkpointId()).isEqualTo(1);
        assertThat(LakeTable.pipeline().stream().map(mark::snapshot)).containsExactlyElementsOf(all);
        assertThat(mark.records()).isEqualTo(4);
    }

    @Test
    void aLaterMarkReadsOnlyWhatCameSinceAndCountsEverything() {
        Random random = new Random(SEED);
        System.out.println("MarkCreatorTest: replay with -Dseed=" + SEED);
        Mark before = null;
        for (int i = 1; i <= 6; i++) {
            written.happens(random, 30);
            written.commit();
            written.happens(random, random.nextInt(20));
            written.commit();
            if (i == 4) {
                written.raiseEpoch();
            }
            Mark mark = written.mark("m" + i);
            assertThat(mark.proof().since()).as("seed %d", SEED).isEqualTo(before == null ? null : before.name());
            assertThat(mark.proof().records()).isEqualTo(mark.records() - (before == null ? 0 : before.records()));
            for (LakeTable table : List.of(LakeTable.IDENTITIES, LakeTable.MERGE_IDS)) {
                var whole = CutCheck.contents(table, written.lake().table(table), mark.snapshot(table));
                assertThat(mark.table(table).contents())
                        .as("seed %d, mark %d: the parts add up", SEED, i)
                        .isEqualTo(new TableMark.Contents(whole.rows(), whole.ids()));
            }
            before = mark;
        }
    }

    @Test
    void anyRowLostOrDoubledSinceTheLastMarkForbidsTheNext() {
        for (LakeTable table : LakeTable.pipeline()) {
            for (boolean doubled : new boolean[] {false, true}) {
                try (WrittenLake lake = new WrittenLake(directory.resolve(table + "-" + doubled))) {
                    written.close();
                    written = lake;
                    wrong(table, doubled);
                }
            }
        }
        written = new WrittenLake(directory);
    }

    // The device and its first user came before the last mark, and its merge; the rest comes after it.
    private void wrong(LakeTable table, boolean doubled) {
        var first = written.story().event(0, "d0", null);
        written.story().event(0, "d0", "ann");
        written.story().event(1, "d1", null);
        written.commit();
        written.mark("first");
        written.story().event(0, "d0", "bob");
        written.story().event(1, "d1", "cat");
        written.story().event(2, "d2", null);
        written.story().duplicate(0, first);
        written.story().throttled(0);
        written.story().rejected(0, "invalid_json");
        written.story().event(0, "d0", "bob");
        List<Map<String, Object>> rows = new ArrayList<>(written.pending(table));
        Map<String, Object> row = rows.remove(0);
        if (doubled) {
            rows.add(row);
            rows.add(row);
        }
        written.skip(table);
        written.commitOnly(
                LakeTable.pipeline().stream().filter(other -> other != table).toList());
        written.tables().checkpoint(1, written.checkpoint(), table, rows);
        refuses("next", "The mark 'next' is not made");
        assertThat(new Marks(written.lake()).list()).extracting(Mark::name).containsExactly("first");
    }

    @Test
    void rowsThatAnEarlierMarkHeldAndThatComeAgainForbidTheNext() {
        for (LakeTable table : List.of(LakeTable.EVENTS, LakeTable.IDENTITIES, LakeTable.MERGE_IDS)) {
            try (WrittenLake lake = new WrittenLake(directory.resolve("again-" + table))) {
                written.close();
                written = lake;
                twoEventsInEachTable();
                written.mark("first");
                List<Map<String, Object>> again = written.story().rows(table);
                written.story().event(0, "d0", "ann");
                List<Map<String, Object>> rows = new ArrayList<>(written.pending(table));
                rows.add(again.get(0));
                written.skip(table);
                written.commitOnly(LakeTable.pipeline().stream()
                        .filter(other -> other != table)
                        .toList());
                written.tables().checkpoint(1, written.checkpoint(), table, rows);
                refuses("next", "is not made");
            }
        }
        written = new WrittenLake(directory);
    }

    @Test
    void aHoleBetweenTheLastMarkAndTheNextRowForbidsTheNext() {
        twoEventsInEachTable();
        written.mark("first");
        written.story().event(0, "d0", "ann");
        written.skip(LakeTable.EVENTS);
        written.story().event(0, "d0", "ann");
        written.commit();
        refuses("next", "Partition 0, offset 2: in none of the four outcome tables");
    }

    @Test
    void holesThatTheLogSaysAreNoRecordsAreKeptInTheMark() {
        twoEventsInEachTable();
        written.mark("first");
        written.story().log().marker(0).marker(0);
        written.story().event(0, "d0", "ann");
        written.story().log().marker(0);
        written.story().event(0, "d0", "ann");
        written.commit();
        assertThat(written.mark("next").proof().gaps())
                .containsExactly(new Gap(1, 0, new OffsetRange(2, 4)), new Gap(1, 0, new OffsetRange(5, 6)));
        written.story().log().forget(0, 7);
        written.story().event(0, "d0", "ann");
        written.commit();
        assertThat(written.mark("later").proof().gaps()).isEmpty();
    }

    @Test
    void withoutTheLogAHoleForbidsTheMarkAndNoHoleDoesNot() {
        twoEventsInEachTable();
        Request request = new Request("a", "", false, false);
        assertThat(written.maker()
                        .create(request, written.now(), null, CheckpointFinder.NONE)
                        .records())
                .isEqualTo(4);
        written.story().log().marker(1);
        written.story().event(1, "d1", null);
        written.commit();
        assertThatThrownBy(() -> written.maker()
                        .create(new Request("b", "", false, false), written.now(), null, CheckpointFinder.NONE))
                .hasMessageContaining("the log was not queried");
    }

    @Test
    void aTableThatWasSetBackIsNotTakenForAMoment() {
        twoEventsInEachTable();
        written.mark("first");
        written.story().event(2, "d2", null);
        written.commit();
        written.tables().leaveTheGuard();
        Table identities = written.tables().unguarded(LakeTable.IDENTITIES);
        identities
                .manageSnapshots()
                .setCurrentSnapshot(identities.currentSnapshot().parentId())
                .commit();
        written.story().event(2, "d2", null);
        written.commit();
        refuses("next", "d2");
    }

    @Test
    void afterGoingBackTheMarkIsCheckedFromTheNewestThatIsStillAnAncestor() {
        twoEventsInEachTable();
        Mark first = written.mark("first");
        written.commit();
        written.mark("second");
        written.tables().leaveTheGuard();
        LakeTable.pipeline().forEach(table -> written.tables()
                .unguarded(table)
                .manageSnapshots()
                .setCurrentSnapshot(first.snapshot(table))
                .commit());
        written.raiseEpoch();
        written.story().event(0, "d0", "ann");
        written.commit();
        Mark third = written.mark("third");
        assertThat(third.proof().since()).isEqualTo("first");
        assertThat(third.commit().epoch()).isEqualTo(2);
    }

    @Test
    void anotherChangeThanAppendingMakesTheNextMarkReadEverything() {
        twoEventsInEachTable();
        written.mark("first");
        written.tables().replace(LakeTable.EVENTS, written.story().rows(LakeTable.EVENTS));
        written.story().event(0, "d0", "ann");
        written.commit();
        Mark next = written.mark("next");
        assertThat(next.proof().since()).isNull();
        assertThat(next.proof().records()).isEqualTo(5);
    }

    @Test
    void compactionBetweenTwoMarksCountsForNoRowAndHidesNoCheckpoint() {
        twoEventsInEachTable();
        Mark first = written.mark("first");
        written.tables().compact(LakeTable.EVENTS, written.story().rows(LakeTable.EVENTS));
        written.tables().compact(LakeTable.IDENTITIES, written.story().rows(LakeTable.IDENTITIES));
        Mark same = written.mark("same");
        assertThat(same.snapshot(LakeTable.EVENTS)).isEqualTo(first.snapshot(LakeTable.EVENTS));
        written.story().event(0, "d0", "bob");
        written.commit();
        written.tables().compact(LakeTable.EVENTS, written.story().rows(LakeTable.EVENTS));
        Mark next = written.mark("next");
        assertThat(next.proof().since()).isNotNull();
        assertThat(next.proof().records()).isEqualTo(1);
        assertThat(next.records()).isEqualTo(5);
        var whole = CutCheck.contents(
                LakeTable.IDENTITIES, written.lake().table(LakeTable.IDENTITIES), next.snapshot(LakeTable.IDENTITIES));
        assertThat(next.table(LakeTable.IDENTITIES).contents().rows()).isEqualTo(whole.rows());
    }

    @Test
    void compactionThatLosesARowIsSeenByTheNextMark() {
        twoEventsInEachTable();
        written.mark("first");
        List<Map<String, Object>> rows = new ArrayList<>(written.story().rows(LakeTable.EVENTS));
        rows.remove(1);
        written.tables().compact(LakeTable.EVENTS, rows);
        written.commit();
        refuses("next", "Table events says that it holds 2 rows, and 3 were appended to it");
    }

    @Test
    void aLakeThatWasNeverWrittenHasNothingToMark() {
        refuses("half", "never written", "events");
    }

    @Test
    void tablesWithoutACheckpointInCommonAreMarkedOnlyIfNobodyWroteOrWrites() {
        written.story().event(0, "d0", null);
        written.story().event(0, "d0", "ann");
        written.story().duplicate(0, written.story().event(0, "d0", "ann"));
        written.story().throttled(0);
        written.story().rejected(0, "invalid_json");
        written.tables().write(written.story());
        refuses("half", "no checkpoint of the job in common");
        Mark mark = written.maker()
                .create(
                        new Request("half", "", false, true),
                        written.now(),
                        written.story().log(),
                        CheckpointFinder.NONE);
        assertThat(mark.commit().checkpointId()).isZero();
        assertThat(mark.records()).isEqualTo(6);
    }

    @Test
    void aNameIsGivenOnce() {
        twoEventsInEachTable();
        written.mark("half");
        written.commit();
        assertThatThrownBy(() -> written.mark("half"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> written.mark("before-half")).hasMessageContaining("reserved");
    }

    @Test
    void aTableMadeAnewUnderTheSameNameIsNotTakenForTheMarkedOne() {
        twoEventsInEachTable();
        Mark first = written.mark("first");
        assertThat(first.table(LakeTable.EVENTS).uuid()).isNotEmpty();
        var duplicates = written.lake().table(LakeTable.DUPLICATES);
        written.tables().lose(LakeTable.DUPLICATES);
        written.tables()
                .unguarded()
                .createTable(
                        written.lake().identifier(LakeTable.DUPLICATES),
                        duplicates.schema(),
                        duplicates.spec(),
                        duplicates.properties());
        written.commit();
        assertThat(written.mark("next").proof().since()).isNull();
    }

    @Test
    void columnsOfTheDigestAreThoseOfTheTable() {
        assertThat(LakeTable.IDENTITIES.schema().columns())
                .anyMatch(column -> column.name().equals(Columns.SEQ));
        assertThat(LakeTable.MERGE_IDS.schema().columns())
                .noneMatch(column -> column.name().equals(Columns.SEQ));
    }
}
