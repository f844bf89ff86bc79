package io.tidemark.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake of the benchmark is what the job would have made, and the same rows lie in both of its layouts. */
class QueryBenchIT {
    private static final int RECORDS = 6_000;
    private static final int DAYS = 3;
    private static final long DAY_MICROS = Duration.ofDays(1).toMillis() * 1_000;

    @TempDir
    private Path directory;

    private record Span(long begin, long end) {}

    @Test
    void lakeIsWhatTheJobMakesOfTheTrafficAndCareSortsItDayByDay() throws IOException {
        List<String> told = new ArrayList<>();
        QueryBench.makeLake(directory, RECORDS, DAYS, Instant.now(), told::add);
        assertThat(told).hasSize(11);
        TidemarkConfig config = DirectoryLake.config(directory);
        try (Lake lake = LakeTables.open(config, Purpose.USE)) {
            AuditReport report = new Audit(lake, DecisionRules.of(config)).run(null, true);
            assertThat(report.findings().listed()).isEmpty();
            assertThat(report.counts().records()).isEqualTo(RECORDS);
            Table events = lake.table(LakeTable.EVENTS);
            long scattered = snapshot(events, QueryBench.SCATTERED);
            long sorted = snapshot(events, QueryBench.SORTED);
            assertThat(RowsDigest.of(events, scattered)).isEqualTo(RowsDigest.of(events, sorted));

            sameRowsInEveryOtherLayout(RowsDigest.of(events, sorted));

            Map<StructLike, List<DataFile>> before = byDay(events, scattered);
            Map<StructLike, List<DataFile>> after = byDay(events, sorted);
            assertThat(before).hasSize(DAYS).allSatisfy((day, files) -> assertThat(files)
                    .hasSizeGreaterThan(40));
            assertThat(after).hasSize(DAYS).allSatisfy((day, files) -> {
                assertThat(files).hasSizeLessThan(4);
                assertThat(files)
                        .as("one file has most rows, and not a day more than the day")
                        .anySatisfy(file -> {
                            assertThat(file.recordCount()).isGreaterThan(RECORDS / DAYS / 2);
                            Span span = span(events, file);
                            assertThat(span.end() - span.begin()).isLessThan(3 * DAY_MICROS);
                        });
            });
        }
    }

    private void sameRowsInEveryOtherLayout(RowsDigest expected) throws IOException {
        Path layouts = directory.resolve("layouts");
        Map<String, LayoutBench.Made> made = LayoutBench.make(DAYS, directory, layouts, line -> {});
        assertThat(made).hasSizeGreaterThan(7).allSatisfy((name, layout) -> {
            try (Lake lake = LakeTables.open(DirectoryLake.config(layouts.resolve(name)), Purpose.USE)) {
                Table events = lake.table(LakeTable.EVENTS);
                assertThat(RowsDigest.of(events, events.currentSnapshot().snapshotId()))
                        .as(name)
                        .isEqualTo(expected);
            }
            assertThat(layout.files()).isGreaterThanOrEqualTo(DAYS);
        });
    }

    private static long snapshot(Table table, String tag) {
        return table.refs().get(tag).snapshotId();
    }

    private static Map<StructLike, List<DataFile>> byDay(Table table, long snapshot) throws IOException {
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshot).includeColumnStats().planFiles()) {
            List<DataFile> files = new ArrayList<>();
            tasks.forEach(task -> files.add(task.file().copy()));
            return files.stream().collect(Collectors.groupingBy(DataFile::partition));
        }
    }

    private static Span span(Table table, DataFile file) {
        NestedField time = table.schema().findField(Columns.EVENT_TIME);
        return new Span(micros(time, file.lowerBounds()), micros(time, file.upperBounds()));
    }

    private static long micros(NestedField time, Map<Integer, ByteBuffer> bounds) {
        Long micros = Conversions.fromByteBuffer(time.type(), bounds.get(time.fieldId()));
        return micros;
    }
}
