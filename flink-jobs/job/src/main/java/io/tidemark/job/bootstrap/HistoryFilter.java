package io.tidemark.job.bootstrap;

import io.tidemark.job.bootstrap.BootstrapOptions.History;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.intake.IntakeRules;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Which events are read.
 *
 * @param since events uploaded before this time, ms since the epoch, are left out
 */
record HistoryFilter(long since) {
    private static final HistoryFilter EVERYTHING = new HistoryFilter(Long.MIN_VALUE);
    /** The hours of the daily limit, and the one that has begun. */
    private static final long LONGEST_RATE_WINDOW = 25 * 3_600_000L;

    /** What the history setting requires; everything where the files do not tell how new they are. */
    static HistoryFilter of(Lake lake, ConsistentCut cut, IntakeRules rules, History history) {
        if (history == History.ALL) {
            return EVERYTHING;
        }
        List<TableFile> files = TableFile.of(lake, cut, LakeTable.EVENTS, Expressions.alwaysTrue());
        long newest =
                files.stream().mapToLong(HistoryFilter::newestUpload).max().orElse(Long.MIN_VALUE);
        if (newest == Long.MIN_VALUE) {
            return EVERYTHING;
        }
        return new HistoryFilter(newest - Math.max(2 * rules.deduplicateForMillis(), LONGEST_RATE_WINDOW));
    }

    private static long newestUpload(TableFile file) {
        NestedField column = file.table().schema().findField(Columns.SERVER_UPLOAD_TIME);
        Map<Integer, ByteBuffer> bounds = file.file().file().upperBounds();
        ByteBuffer bound = bounds == null ? null : bounds.get(column.fieldId());
        if (bound == null) {
            return Long.MIN_VALUE;
        }
        long micros = Conversions.fromByteBuffer(column.type(), bound);
        return Math.floorDiv(micros, 1_000L);
    }

    /** Leaves files out in which every event is older. Identity rows are never too old. */
    Expression filter(LakeTable table) {
        boolean all = table == LakeTable.IDENTITIES || since == Long.MIN_VALUE;
        return all
                ? Expressions.alwaysTrue()
                : Expressions.greaterThanOrEqual(Columns.SERVER_UPLOAD_TIME, since * 1_000L);
    }
}
