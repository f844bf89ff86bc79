package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Care of a real lake: what goes, what stays, and when a file is deleted. */
class CareTest {
    private static final Duration FLOOR = Duration.ofDays(2);
    private static final Duration TRASH = Duration.ofDays(7);

    @TempDir
    private Path directory;

    private WrittenLake written;
    private Care care;
    // Snapshots carry the time of the machine; what is old is made so by looking from later.
    private Instant later = Instant.EPOCH;

    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
        care = new Care(written.tables().lake(Purpose.CARE), FLOOR, TRASH);
        Random random = new Random(7);
        for (int i = 0; i < 4; i++) {
            written.happens(random, 20);
            written.commit();
            if (i == 1) {
                written.mark("half");
            }
        }
        later = newest().plus(FLOOR).plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.HOURS);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private Instant newest() {
        return Instant.ofEpochMilli(
                written.lake().table(LakeTable.MERGE_IDS).currentSnapshot().timestampMillis());
    }

    private Table events() {
        return written.lake().table(LakeTable.EVENTS);
    }

    private List<Long> snapshots(LakeTable table) {
        return StreamSupport.stream(written.lake().table(table).snapshots().spliterator(), false)
                .map(org.apache.iceberg.Snapshot::snapshotId)
                .toList();
    }

    private Set<Path> onDisk(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).collect(Collectors.toSet());
        }
    }

    private void assertWhole() {
        AuditReport audit = written.tables().audit(written.story().log());
        assertThat(audit.findings().listed()).isEmpty();
        assertThat(written.mark("proof-" + written.now().getEpochSecond()).records())
                .isEqualTo(audit.counts().records());
    }

    @Test
    void aYoungLakeNeedsNoCare() {
        assertThat(care.plan(newest().plus(Duration.ofHours(47))).isEmpty()).isTrue();
    }

    @Test
    void whatNeitherMarkNorJobNorFloorNeedsGoesAndEverythingElseStays() {
        Mark half = new Marks(written.lake()).require("half");
        CarePlan plan = care.plan(later);
        assertThat(plan.expire())
                .hasSize(6)
                .allSatisfy((table, ids) -> assertThat(ids).hasSize(2).doesNotContain(half.snapshot(table)));
        assertThat(care.plan(later).hash()).isEqualTo(plan.hash());
        CareReport report = care.execute(plan.hash(), later, none -> {});
        assertThat(report.snapshots()).isEqualTo(12);
        for (LakeTable table : LakeTable.pipeline()) {
            Table loaded = written.lake().table(table);
            assertThat(snapshots(table))
                    .containsExactlyInAnyOrder(
                            half.snapshot(table), loaded.currentSnapshot().snapshotId());
        }
        assertThat(care.plan(later).isEmpty()).isTrue();
        assertWhole();
    }

    @Test
    void filesGoToQuarantineFirstAndAreDeletedWhenTheirTimeHasCome() throws IOException {
        Set<Path> before = onDisk(".avro");
        Set<Path> data = onDisk(".parquet");
        CareReport expired = care.execute(care.plan(later).hash(), later, none -> {});
        assertThat(expired.quarantined()).isPositive();
        assertThat(onDisk(".avro")).isEqualTo(before);
        assertThat(care.plan(later.plus(TRASH).minus(Duration.ofHours(1))).deletions())
                .isEmpty();

        Instant death = later.plus(TRASH);
        CarePlan plan = care.plan(death);
        assertThat(plan.deletions()).hasSize(6);
        CareReport dead = care.execute(plan.hash(), death, none -> {});
        assertThat(dead.deleted()).isEqualTo(expired.quarantined());
        assertThat(dead.spared()).isZero();
        Set<Path> gone = new HashSet<>(before);
        gone.removeAll(onDisk(".avro"));
        assertThat(gone).hasSize(dead.deleted());
        assertThat(onDisk(".parquet")).as("every row is still in the head").isEqualTo(data);
        assertWhole();
    }

    @Test
    void rowsOfARemovedLineAreDeletedWithItAndNoOthers() throws IOException {
        Table table = events();
        long head = table.currentSnapshot().snapshotId();
        Set<Path> needed = onDisk(".parquet");
        written.tables().replace(LakeTable.EVENTS, written.story().rows(LakeTable.EVENTS));
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .manageSnapshots()
                .setCurrentSnapshot(head)
                .commit();
        care.execute(care.plan(later).hash(), later, none -> {});
        Instant death = later.plus(TRASH);
        care.execute(care.plan(death).hash(), death, none -> {});
        assertThat(onDisk(".parquet")).isEqualTo(needed);
        assertWhole();
    }

    @Test
    void aFileThatIsNeededAfterAllIsSpared() throws IOException {
        String needed;
        try (CloseableIterable<FileScanTask> files = events().newScan().planFiles()) {
            needed = files.iterator().next().file().location();
        }
        new Quarantine(written.lake().files())
                .add(
                        LakeTable.EVENTS,
                        "expired",
                        later,
                        later,
                        List.of("file://" + Path.of(needed.replaceFirst("^file:", ""))));
        CareReport report = care.execute(care.plan(later).hash(), later, none -> {});
        assertThat(report.spared()).isEqualTo(1);
        assertThat(report.deleted()).isZero();
        assertWhole();
    }

    @Test
    void whatIsTaggedBetweenPlanAndExecutionIsAnotherPlan() {
        CarePlan plan = care.plan(later);
        long taken = plan.expire().get(LakeTable.EVENTS).get(0);
        written.tables()
                .lake(Purpose.MARK)
                .table(LakeTable.EVENTS)
                .manageSnapshots()
                .createTag("mine", taken)
                .commit();
        assertThatThrownBy(() -> care.execute(plan.hash(), later, none -> {}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(plan.hash());
        assertThat(snapshots(LakeTable.EVENTS)).contains(taken);
    }

    @Test
    void aPlanHoldsForAnHour() {
        CarePlan plan = care.plan(later);
        assertThat(care.execute(plan.hash(), later.plus(Duration.ofMinutes(65)), none -> {})
                        .snapshots())
                .isEqualTo(12);
        assertThatThrownBy(() -> care.execute(plan.hash(), later.plus(Duration.ofHours(2)), none -> {}))
                .isInstanceOf(Refusal.class);
        assertWhole();
    }

    @Test
    void whatNobodyEverCommittedIsAnOrphanOnceItIsOld() throws IOException {
        Path data = Path.of(events().location().replaceFirst("^file:", "")).resolve("data");
        Path orphan = Files.writeString(Files.createDirectories(data).resolve("never-committed.parquet"), "rows");
        Files.writeString(data.resolve("young.parquet"), "rows");
        Instant longAgo = later.minus(OrphanFiles.GROWN_UP).minus(Duration.ofHours(1));
        Files.setLastModifiedTime(orphan, FileTime.from(longAgo));
        CarePlan plan = care.plan(later);
        assertThat(plan.orphans()).containsOnlyKeys(LakeTable.EVENTS);
        assertThat(plan.orphans().get(LakeTable.EVENTS))
                .singleElement()
                .asString()
                .endsWith("never-committed.parquet");
        care.execute(plan.hash(), later, none -> {});
        assertThat(orphan).exists();
        assertThat(care.plan(later).orphans()).isEmpty();
        Instant death = later.plus(TRASH);
        care.execute(care.plan(death).hash(), death, none -> {});
        assertThat(orphan).doesNotExist();
        assertWhole();
    }

    @Test
    void tablesThatStandApartKeepTheMomentTheyShare() {
        written.commitOnly(List.of(LakeTable.EVENTS));
        Instant muchLater = later.plus(Duration.ofDays(300));
        long shared = events().currentSnapshot().parentId();
        assertThat(care.plan(muchLater).expire().get(LakeTable.EVENTS)).doesNotContain(shared);
        care.execute(care.plan(muchLater).hash(), muchLater, none -> {});
        assertThat(written.mark("after").commit().checkpointId()).isEqualTo(written.checkpoint() - 1);
    }
}
