package io.tidemark.lake.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the lake has come, and how fresh it is. */
class PositionTest {
    @TempDir
    Path directory;

    private WrittenLake written;

    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private void happens(int records) {
        written.happens(new Random(records), records);
        written.commit();
    }

    private LakeStatus status() {
        return LakeStatus.of(written.lake());
    }

    private static Position position(long since, NextOffset... offsets) {
        return new Position(List.of(offsets), since, List.of());
    }

    @Test
    void onlyOffsetsOfThisTopicAndOfPartitionsThatItHasAreCommitted() {
        Map<Integer, OffsetRange> log = Map.of(0, new OffsetRange(0, 500), 1, new OffsetRange(0, 500));
        assertThat(position(3, new NextOffset(2, 0, 100), new NextOffset(2, 1, 10))
                        .committed(2, log))
                .isEqualTo(113);
        assertThat(position(3, new NextOffset(1, 0, 100), new NextOffset(2, 1, 10))
                        .committed(2, log))
                .as("those of an earlier topic count nothing here")
                .isEqualTo(13);
        assertThat(position(3, new NextOffset(2, 7, 100), new NextOffset(2, 1, 10))
                        .committed(2, log))
                .as("nor does a partition that the topic has not")
                .isEqualTo(13);
    }

    @Test
    void whatTheLogHasForgottenIsNeverWaitedFor() {
        Map<Integer, OffsetRange> log = Map.of(0, new OffsetRange(1_000, 1_500), 1, new OffsetRange(200, 300));
        assertThat(position(7).committed(1, log)).isEqualTo(1_200);
        assertThat(position(7, new NextOffset(1, 0, 1_100), new NextOffset(1, 1, 250))
                        .committed(1, log))
                .isEqualTo(1_357);
        assertThat(position(7).committed(1, Map.of())).isEqualTo(7);
    }

    @Test
    void theLastTwentyCommitsOfTheEventsAreToldOldestFirst() {
        for (int i = 0; i < 22; i++) {
            written.happens(new Random(i), 3);
            written.commitOnly(List.of(LakeTable.EVENTS));
        }
        List<Position.Commit> commits = status().flow().position().commits();

        assertThat(commits).hasSize(20).isSortedAccordingTo((a, b) -> Long.compare(a.rows(), b.rows()));
        assertThat(commits.get(19).rows())
                .isEqualTo(written.story().rows(LakeTable.EVENTS).size());
        assertThat(commits).extracting(Position.Commit::at).isSorted();
    }

    /** A table that was put back to before the mark has not come as far as the mark says. */
    @Test
    void aMarkFromWhichTheTablesDoNotComeSaysNothingOfTheirPosition() {
        happens(20);
        Map<LakeTable, Long> early = new HashMap<>();
        LakeTable.pipeline()
                .forEach(table -> early.put(
                        table, written.lake().table(table).currentSnapshot().snapshotId()));
        long records = status().records();
        happens(30);
        written.mark("late");
        early.forEach((table, snapshot) -> written.tables()
                .unguarded(table)
                .manageSnapshots()
                .setCurrentSnapshot(snapshot)
                .commit());

        // The job itself would be refused here.
        Position position =
                LakeStatus.of(written.tables().lake(Purpose.MARK)).flow().position();
        assertThat(position.offsets()).isEmpty();
        assertThat(position.since()).isEqualTo(records);
    }

    @Test
    void ofTwoMarksTheNewestIsTheOneFromWhichTheRestIsCounted() {
        happens(20);
        written.mark("first");
        happens(30);
        written.mark("second");
        assertThat(status().flow().position().since()).isZero();
        assertThat(status().past().marks()).isEqualTo(2);
        assertThat(status().past().newest().name()).isEqualTo("second");
    }

    private Map<String, Object> uploadedAt(Map<String, Object> row, Instant time) {
        Map<String, Object> copy = new HashMap<>(row);
        copy.put(Columns.SERVER_UPLOAD_TIME, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        return copy;
    }

    private void events(Instant... uploaded) {
        written.happens(new Random(3), 60);
        List<Map<String, Object>> rows = written.pending(LakeTable.EVENTS);
        List<Map<String, Object>> timed = new ArrayList<>();
        for (int i = 0; i < uploaded.length; i++) {
            timed.add(uploadedAt(rows.get(i), uploaded[i]));
        }
        written.skip(LakeTable.EVENTS);
        written.tables().checkpoint(1, written.checkpoint() + 1, LakeTable.EVENTS, timed);
    }

    @Test
    void theFreshestIsTheNewestUploadOfWhatWasAppendedLast() {
        Instant noon = Instant.parse("2026-01-04T12:00:00Z");
        assertThat(status().flow().freshest()).isNull();
        events(noon.plusSeconds(5), noon.plusSeconds(90), noon.plusSeconds(7));
        assertThat(status().flow().freshest()).isEqualTo(noon.plusSeconds(90));
        events(noon.plusSeconds(2));
        assertThat(status().flow().freshest())
                .as("the last append, not the largest time of all")
                .isEqualTo(noon.plusSeconds(2));
        written.tables().checkpoint(1, 99, LakeTable.EVENTS, List.of());
        assertThat(status().flow().freshest())
                .as("an empty commit is not what came last")
                .isEqualTo(noon.plusSeconds(2));
    }

    @Test
    void compactionMakesNothingFresher() {
        Instant noon = Instant.parse("2026-01-04T12:00:00Z");
        events(noon.plusSeconds(900));
        events(noon.plusSeconds(2));
        written.happens(new Random(4), 30);
        written.tables()
                .compact(
                        LakeTable.EVENTS,
                        written.pending(LakeTable.EVENTS).stream()
                                .limit(2)
                                .map(row -> uploadedAt(row, noon.plusSeconds(5_000)))
                                .toList());
        assertThat(status().flow().freshest()).isEqualTo(noon.plusSeconds(2));
    }

    @Test
    void branchesAreNoTagsAndTagsAreInTheirOrder() {
        happens(20);
        var table = written.tables().lake(Purpose.MARK).table(LakeTable.EVENTS);
        long head = table.currentSnapshot().snapshotId();
        table.manageSnapshots().createTag("zeta", head).createTag("alpha", head).commit();
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .manageSnapshots()
                .createBranch("beside", head)
                .commit();
        assertThat(status().tables())
                .filteredOn(each -> each.table() == LakeTable.EVENTS)
                .singleElement()
                .satisfies(events -> assertThat(events.tags()).containsExactly("alpha", "zeta"));
    }

    /** With every table gone the newest mark still knows the lake. */
    @Test
    void aLakeWithoutTablesIsKnownByItsNewestMark() {
        happens(20);
        written.mark("monday");
        LakeTable.all().forEach(table -> written.tables().lose(table));
        LakeStatus status = status();
        assertThat(status.owner().environment()).isEqualTo("test");
        assertThat(status.flow()).isNull();
        assertThat(status.tables()).noneMatch(TableStatus::isThere);
        assertThat(status.newestCommit()).isNull();
    }

    @Test
    void aNoteOfAnAuditReadsBackAsItWasWritten() {
        LastAudit note = new LastAudit("2026-01-04T12:00:00Z", false, 412, Map.of("lost", 1L, "double", 2L));
        note.write(written.lake());
        assertThat(LastAudit.read(written.lake())).contains(note);
        assertThat(note.findings().keySet()).containsExactly("double", "lost");
        assertThat(note.instant()).isEqualTo(Instant.parse("2026-01-04T12:00:00Z"));
        LastAudit fresh = LastAudit.of(written.tables().audit(written.story().log()), Instant.EPOCH);
        assertThat(fresh.at()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(fresh.holds()).isTrue();
    }
}
