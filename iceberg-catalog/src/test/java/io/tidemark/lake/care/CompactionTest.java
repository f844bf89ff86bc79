package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files become large ones: of every table, with the same rows, beside a job that goes on. */
class CompactionTest {
    private static final int COMMITS = 8;

    @TempDir
    private Path directory;

    private WrittenLake written;
    private Random random = new Random(11);

    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
        for (int i = 0; i < COMMITS; i++) {
            happens();
            if (i == COMMITS / 2) {
                written.mark("half");
            }
        }
    }

    private void happens() {
        written.happens(random, 40);
        written.commit();
    }

    @AfterEach
    void close() {
        written.close();
    }

    private Care care() {
        return new Care(written.tables().lake(Purpose.CARE), Duration.ofDays(2), Duration.ofDays(7));
    }

    private static Instant inTwoHours() {
        return Instant.now().plus(2, ChronoUnit.HOURS);
    }

    private Table table(LakeTable name) {
        return written.tables().lake(Purpose.CARE).table(name);
    }

    private Map<LakeTable, RowsDigest> rows() {
        Map<LakeTable, RowsDigest> rows = new EnumMap<>(LakeTable.class);
        for (LakeTable name : LakeTable.pipeline()) {
            Table table = table(name);
            rows.put(name, RowsDigest.of(table, table.currentSnapshot().snapshotId()));
        }
        return rows;
    }

    private static int files(Table table) throws IOException {
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            int count = 0;
            for (FileScanTask file : files) {
                count += file.deletes().isEmpty() ? 1 : 0;
            }
            return count;
        }
    }

    private long compactedOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("compacted-"))
                    .count();
        }
    }

    @Test
    void smallFilesBecomeOneInEveryTableWithTheSameRowsAndNothingElseChanges() throws IOException {
        Map<LakeTable, RowsDigest> before = rows();
        Instant now = inTwoHours();
        CarePlan plan = care().plan(now);
        assertThat(plan.expire()).isEmpty();
        assertThat(plan.compact()).containsKeys(LakeTable.EVENTS, LakeTable.IDENTITIES);
        assertThat(care().plan(now).hash()).isEqualTo(plan.hash());

        List<String> told = new ArrayList<>();
        CareReport report = care().execute(plan.hash(), now, told::add);
        assertThat(report.compacted().filesOut())
                .isEqualTo(plan.compact().size())
                .isEqualTo(told.size());
        assertThat(report.compacted().filesIn())
                .isEqualTo(plan.compact().values().stream()
                        .flatMap(List::stream)
                        .mapToInt(bin -> bin.files().size())
                        .sum());
        assertThat(rows()).isEqualTo(before);
        for (LakeTable name : plan.compact().keySet()) {
            assertThat(files(table(name))).isEqualTo(1);
            assertThat(table(name).currentSnapshot().operation()).isEqualTo(DataOperations.REPLACE);
            assertThat(SnapshotNotes.ofHead(table(name)).stamp()).isNull();
        }
        assertThat(care().plan(now).isEmpty()).isTrue();
    }

    @Test
    void theJobTheAuditAndMarksGoPastIt() {
        Instant now = inTwoHours();
        Mark before = written.mark("before");
        care().execute(care().plan(now).hash(), now, none -> {});
        Mark after = written.mark("after");
        assertThat(after.commit().checkpointId()).isEqualTo(before.commit().checkpointId());
        assertThat(after.snapshot(LakeTable.EVENTS)).isEqualTo(before.snapshot(LakeTable.EVENTS));

        happens();
        Mark later = written.mark("later");
        assertThat(later.commit().checkpointId()).isEqualTo(written.checkpoint());
        assertThat(later.proof().since()).isEqualTo("after");
        assertThat(later.records())
                .isEqualTo(
                        written.tables().audit(written.story().log()).counts().records());
    }

    @Test
    void theRowsOfAFileAreInTheOrderOfTheirEventTime() {
        Instant now = inTwoHours();
        care().execute(care().plan(now).hash(), now, none -> {});
        Table events = table(LakeTable.EVENTS);
        List<OffsetDateTime> times = new ArrayList<>();
        TableRows.read(
                events,
                events.currentSnapshot().snapshotId(),
                events.schema().select(Columns.EVENT_TIME),
                row -> times.add((OffsetDateTime) row.getField(Columns.EVENT_TIME)));
        assertThat(times).hasSizeGreaterThan(100).isSorted();
    }

    @Test
    void whatTheJobHasJustWrittenIsLeft() {
        assertThat(care().plan(Instant.now().plus(59, ChronoUnit.MINUTES)).compact())
                .isEmpty();
    }

    @Test
    void whatTheJobCommitsMeanwhileStays() throws IOException {
        Table events = table(LakeTable.EVENTS);
        Compaction compaction = new Compaction(Duration.ZERO);
        List<CarePlan.Bin> plan = compaction.plan(events, inTwoHours());

        CareReport.Compacted done = compaction.execute(events, plan, line -> happens());
        assertThat(done.filesOut()).isEqualTo(1);
        assertThat(files(table(LakeTable.EVENTS))).isEqualTo(2);
        assertThat(rows().get(LakeTable.EVENTS).rows())
                .isEqualTo(written.story().rows(LakeTable.EVENTS).size());
        assertThat(written.tables().audit(written.story().log()).findings().listed())
                .isEmpty();
    }

    @Test
    void whereAFileIsGoneByThenNothingIsDoneAndNothingIsLeft() throws IOException {
        Table events = table(LakeTable.EVENTS);
        Compaction compaction = new Compaction(Duration.ZERO);
        List<CarePlan.Bin> plan = compaction.plan(events, inTwoHours());
        Map<LakeTable, RowsDigest> before = rows();

        CareReport.Compacted done = compaction.execute(events, plan, line -> written.tables()
                .compact(LakeTable.EVENTS, written.story().rows(LakeTable.EVENTS)));
        assertThat(done).isEqualTo(new CareReport.Compacted(0, 0, 1));
        assertThat(compactedOnDisk()).isZero();
        assertThat(compaction.execute(events, plan, none -> {})).isEqualTo(new CareReport.Compacted(0, 0, 1));
        assertThat(rows()).isEqualTo(before);
    }
}
