package io.tidemark.lake.status;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * One table of a lake.
 *
 * @param table which
 * @param isThere whether it is in the catalog, and its metadata can be read
 * @param lost what is missing of one that is in the catalog and whose metadata file is gone; null where nothing is
 * @param isProtected whether the guard keeps it
 * @param head its head; null for one that is not there or was never written
 * @param stamp the newest checkpoint of the job in its history; null if there is none
 * @param tags the tags that keep snapshots of it from expiring
 */
public record TableStatus(
        LakeTable table,
        boolean isThere,
        @Nullable String lost,
        boolean isProtected,
        @Nullable SnapshotNotes head,
        @Nullable CheckpointStamp stamp,
        List<String> tags) {
    /** Keeps a copy. */
    public TableStatus {
        tags = List.copyOf(tags);
    }

    static TableStatus of(Lake lake, LakeTable name) {
        String lost = lake.lostMetadata(name);
        if (lost != null || !lake.exists(name)) {
            return new TableStatus(name, false, lost, false, null, null, List.of());
        }
        Table table = lake.table(name);
        return new TableStatus(
                name,
                true,
                null,
                LakeProperties.isProtected(table.properties()),
                SnapshotNotes.ofHead(table),
                SnapshotNotes.history(table).stream()
                        .map(SnapshotNotes::stamp)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                table.refs().entrySet().stream()
                        .filter(ref -> ref.getValue().isTag())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
    }

    /** How many rows its head has. */
    public long rows() {
        return head == null ? 0 : head.totalRecords();
    }
}
