package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.audit.Story;
import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.care.RowOrder.Span;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition that rests is sorted as a whole by time and person, with little memory, and then it is left alone. */
class CompactionOrderTest {
    private static final int FILES = 12;
    private static final int ROWS = 80;
    private static final long LITTLE_MEMORY = 8_192;
    // As the rows of the story are received.
    private static final long BEGIN = 1_541_105_830L;
    private static final long CENTURY = 3_155_695_200L;

    @TempDir
    private Path directory;

    private final Random random = new Random(5);
    private final Story story = new Story();
    private final Compaction compaction = new Compaction(Duration.ofHours(1), LITTLE_MEMORY);
    private TestLake lake;
    private int checkpoint;

    @BeforeEach
    void write() {
        lake = new TestLake(directory);
        for (int i = 0; i < FILES; i++) {
            append(ROWS);
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void append(int rows) {
        append(rows, () -> BEGIN + random.nextInt(400));
    }

    // However a file's rows come, their times are mixed.
    private void append(int rows, LongSupplier seconds) {
        List<Map<String, Object>> all = story.rows(LakeTable.EVENTS);
        int from = all.size();
        for (int i = 0; i < rows; i++) {
            story.event(0, "d" + random.nextInt(30), null);
            all.get(all.size() - 1)
                    .put(
                            Columns.EVENT_TIME,
                            OffsetDateTime.ofInstant(Instant.ofEpochSecond(seconds.getAsLong()), ZoneOffset.UTC));
        }
        lake.checkpoint(1, ++checkpoint, LakeTable.EVENTS, List.copyOf(all.subList(from, all.size())));
    }

    private Table events() {
        return lake.lake(Purpose.CARE).table(LakeTable.EVENTS);
    }

    private void target(long bytes) {
        lake.unguarded(LakeTable.EVENTS)
                .updateProperties()
                .set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(bytes))
                .commit();
    }

    private List<DataFile> files() throws IOException {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                events().newScan().includeColumnStats().planFiles()) {
            tasks.forEach(task -> files.add(task.file().copy()));
        }
        return files;
    }

    private long bytes() throws IOException {
        return files().stream().mapToLong(DataFile::fileSizeInBytes).sum();
    }

    private RowsDigest rows() {
        return RowsDigest.of(events(), events().currentSnapshot().snapshotId());
    }

    private static Instant inTwoHours() {
        return Instant.now().plus(2, ChronoUnit.HOURS);
    }

    private List<CarePlan.Bin> plan() {
        return compaction.plan(events(), inTwoHours());
    }

    @Test
    void partitionThatRestsIsSortedIntoFilesThatDoNotOverlapWithTheSameRows() throws IOException {
        RowsDigest before = rows();
        target(bytes() / 4);
        List<CarePlan.Bin> plan = plan();
        assertThat(plan).singleElement().satisfies(bin -> {
            assertThat(bin.files()).hasSize(FILES);
            assertThat(bin.into()).isEqualTo(4);
        });

        CareReport.Compacted done = compaction.execute(events(), plan, none -> {});
        assertThat(done).isEqualTo(new CareReport.Compacted(FILES, 4, 0));
        assertThat(rows()).isEqualTo(before);
        RowOrder order = new RowOrder(events().schema());
        List<Span> spans = files().stream()
                .map(order::span)
                .sorted(Comparator.comparingLong(Span::begin))
                .toList();
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i - 1).end()).isLessThanOrEqualTo(spans.get(i).begin());
        }
        for (DataFile file : files()) {
            assertThat(file.recordCount()).isEqualTo(FILES * ROWS / 4);
        }
        assertThat(plan()).isEmpty();
    }

    @Test
    void rowsWhoseClockIsWrongLieInFilesOfTheirOwn() throws IOException {
        for (int i = 0; i < FILES; i++) {
            append(3, () -> BEGIN + (random.nextInt(3) - 1) * CENTURY);
        }
        RowsDigest before = rows();
        CareReport.Compacted done = compaction.execute(events(), plan(), none -> {});
        assertThat(done.filesOut()).isEqualTo(3);
        assertThat(rows()).isEqualTo(before);
        RowOrder order = new RowOrder(events().schema());
        List<Span> spans = files().stream().map(order::span).sorted().toList();
        assertThat(spans.get(0).end()).isLessThan(micros(BEGIN - 86_400));
        assertThat(spans.get(1).begin()).isEqualTo(micros(BEGIN));
        assertThat(spans.get(1).end()).isLessThan(micros(BEGIN + 400));
        assertThat(spans.get(2).begin()).isGreaterThan(micros(BEGIN + 86_400));
        assertThat(plan()).isEmpty();
    }

    private static long micros(long seconds) {
        return seconds * 1_000_000;
    }

    @Test
    void rowsOfOneTimeAreInTheOrderOfThePeople() {
        compaction.execute(events(), plan(), none -> {});
        List<RowOrder.Key> keys = new ArrayList<>();
        RowOrder order = new RowOrder(events().schema());
        TableRows.read(
                events(),
                events().currentSnapshot().snapshotId(),
                events().schema().select(Columns.EVENT_TIME, Columns.AMPLITUDE_ID),
                row -> keys.add(order.key(row)));
        assertThat(keys).hasSize(FILES * ROWS).isSorted();
        assertThat(keys.stream().map(RowOrder.Key::time).distinct().count()).isLessThan(keys.size() / 2);
    }

    @Test
    void whereTheJobStillWritesOnlySmallFilesBecomeLargerOnes() throws IOException {
        target(bytes() / FILES);
        // As seen at the moment of the last commit: that file is new, the others are not.
        Instant last = Instant.ofEpochMilli(events().currentSnapshot().timestampMillis());
        Compaction atOnce = new Compaction(Duration.ZERO, LITTLE_MEMORY);
        assertThat(atOnce.plan(events(), last)).isEmpty();
        target(1 << 30);
        assertThat(atOnce.plan(events(), last)).singleElement().satisfies(bin -> {
            assertThat(bin.files()).hasSizeBetween(5, FILES - 1);
            assertThat(bin.into()).isEqualTo(1);
        });
    }

    @Test
    void littleThatComesToASortedPartitionIsNotWorthSortingItAgain() throws IOException {
        target(bytes() / 4);
        compaction.execute(events(), plan(), none -> {});
        append(2);
        assertThat(plan()).isEmpty();
        for (int i = 0; i < 5; i++) {
            append(ROWS);
        }
        assertThat(plan()).singleElement().satisfies(bin -> assertThat(bin.files())
                .hasSize(files().size()));
        RowsDigest before = rows();
        compaction.execute(events(), plan(), none -> {});
        assertThat(rows()).isEqualTo(before);
        assertThat(plan()).isEmpty();
    }

    @Test
    void whereEveryRowIsOfOneMomentNothingIsSortedTwice() throws IOException {
        List<Map<String, Object>> all = story.rows(LakeTable.EVENTS);
        all.forEach(row -> row.put(Columns.EVENT_TIME, OffsetDateTime.parse("2026-01-01T00:00:00Z")));
        lake.replace(LakeTable.EVENTS, all);
        for (int i = 0; i < 5; i++) {
            lake.checkpoint(1, ++checkpoint, LakeTable.EVENTS, all);
        }
        target(bytes() / 3);
        compaction.execute(events(), plan(), none -> {});
        assertThat(plan()).isEmpty();
    }
}
