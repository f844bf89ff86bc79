package io.tidemark.lake.status;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.Columns;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * When the newest record of a table was put into Kafka, by the bounds of the files that were added last: the broker's
 * time, for a client's own clock may be centuries ahead.
 */
public final class NewestRecord {
    private static final int LOOK_BACK = 100;

    private NewestRecord() {}

    /** Its time; none for a table without records, or where none of the last snapshots has added any. */
    public static Optional<Instant> of(Table table) {
        NestedField column = table.schema().findField(Columns.SERVER_UPLOAD_TIME);
        int looked = 0;
        try {
            for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
                if (looked++ == LOOK_BACK) {
                    break;
                }
                // What compaction has rewritten tells nothing of when it came.
                if (DataOperations.APPEND.equals(snapshot.operation())) {
                    Optional<Instant> newest = newest(table, snapshot, column.fieldId());
                    if (newest.isPresent()) {
                        return newest;
                    }
                }
            }
        } catch (RuntimeException e) {
            throw LakeFailure.of("Could not read which files were added last to the table " + table.name(), e);
        }
        return Optional.empty();
    }

    private static Optional<Instant> newest(Table table, Snapshot snapshot, int field) {
        long newest = Long.MIN_VALUE;
        for (DataFile file :
                SnapshotChanges.builderFor(table).snapshot(snapshot).build().addedDataFiles()) {
            Map<Integer, ByteBuffer> bounds = file.upperBounds();
            ByteBuffer bound = bounds == null ? null : bounds.get(field);
            if (bound != null) {
                long micros = Conversions.<Long>fromByteBuffer(Types.TimestampType.withZone(), bound);
                newest = Math.max(newest, micros);
            }
        }
        return newest == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.EPOCH.plus(newest, ChronoUnit.MICROS));
    }
}
