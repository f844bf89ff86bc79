package io.tidemark.ops.export;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.Columns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of an export may be, as the files' metadata say.
 *
 * @param days the days in which rows may be
 * @param rows how many rows the files have
 */
record Span(NavigableSet<Long> days, long rows) {
    private static final long MILLIS_PER_DAY = 86_400_000;

    static Span of(Table events, long snapshot, Expression filter, ExportRequest request) {
        NestedField column = events.schema().findField(Columns.SERVER_UPLOAD_TIME);
        long from = request.from().toEpochMilli();
        long last = request.to().toEpochMilli() - 1;
        NavigableSet<Long> days = new TreeSet<>();
        long rows = 0;
        try (CloseableIterable<FileScanTask> tasks = events.newScan()
                .useSnapshot(snapshot)
                .filter(filter)
                .includeColumnStats(List.of(Columns.SERVER_UPLOAD_TIME))
                .planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                rows += file.recordCount();
                long begin = Math.max(from, bound(column, file.lowerBounds(), from));
                long end = Math.min(last, bound(column, file.upperBounds(), last));
                for (long day = Math.floorDiv(begin, MILLIS_PER_DAY);
                        day <= Math.floorDiv(end, MILLIS_PER_DAY);
                        day++) {
                    days.add(day);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of(
                    "Could not list the files of the table " + events.name() + " at snapshot " + snapshot, e);
        }
        return new Span(days, rows);
    }

    private static long bound(NestedField column, @Nullable Map<Integer, ByteBuffer> bounds, long otherwise) {
        ByteBuffer bound = bounds == null ? null : bounds.get(column.fieldId());
        if (bound == null) {
            return otherwise;
        }
        Long micros = Conversions.fromByteBuffer(column.type(), bound);
        return Math.floorDiv(micros, 1000L);
    }

    ExportPlan plan(Table events, long snapshot, @Nullable String project, int finishedHours) {
        boolean there = rows > 0 || project == null || isAnywhere(events, snapshot, project);
        return new ExportPlan(snapshot, rows, new ArrayList<>(days), finishedHours, there);
    }

    private static boolean isAnywhere(Table events, long snapshot, String project) {
        try (CloseableIterable<FileScanTask> tasks = events.newScan()
                .useSnapshot(snapshot)
                .filter(Expressions.equal(Columns.PROJECT_ID, project))
                .planFiles()) {
            return tasks.iterator().hasNext();
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not list the files of the table " + events.name(), e);
        }
    }
}
