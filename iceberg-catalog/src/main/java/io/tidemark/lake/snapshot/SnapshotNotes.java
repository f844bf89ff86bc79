package io.tidemark.lake.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says of itself, read from its summary without opening a file.
 *
 * @param snapshotId the snapshot
 * @param committedAt when it was committed, by the committer's clock
 * @param totalRecords how many rows the table has in it
 * @param stamp which checkpoint it holds; null if it was not written by the job
 */
public record SnapshotNotes(
        long snapshotId,
        Instant committedAt,
        long totalRecords,
        @Nullable CheckpointStamp stamp) {

    /** The notes of a snapshot. */
    public static SnapshotNotes of(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary() == null ? Map.of() : snapshot.summary();
        return new SnapshotNotes(
                snapshot.snapshotId(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "0")),
                CheckpointStamp.in(summary));
    }

    /** The head's notes; null for a table that was never written. */
    public static @Nullable SnapshotNotes ofHead(Table table) {
        Snapshot head = table.currentSnapshot();
        return head == null ? null : of(head);
    }

    /** The head and its ancestors, newest first, as far back as they have not expired. */
    public static List<SnapshotNotes> history(Table table) {
        return StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false)
                .map(SnapshotNotes::of)
                .toList();
    }
}
