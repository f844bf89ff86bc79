package io.tidemark.lake.audit;

import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * A snapshot of the lake that was verified before: a later one need only be checked from there on.
 *
 * @param snapshots the snapshot of every table
 * @param offsets where the log goes on from there
 */
public record VerifiedBaseline(Map<LakeTable, Long> snapshots, List<NextOffset> offsets) {
    /** Keeps copies. */
    public VerifiedBaseline {
        snapshots = Map.copyOf(snapshots);
        offsets = List.copyOf(offsets);
    }

    /** A table's snapshot in it. */
    public long snapshot(LakeTable table) {
        return Objects.requireNonNull(snapshots.get(table));
    }

    /**
     * Whether this snapshot is an ancestor of a later one: in every table it is an ancestor, all snapshots in between
     * are still there, and they only append, or put the same rows into other files.
     */
    public boolean isAncestorOf(Map<LakeTable, Table> tables, ConsistentCut cut) {
        return tables.entrySet().stream().allMatch(table -> {
            Long to = cut.snapshot(table.getKey());
            return to != null && isAncestorOf(table.getValue(), snapshot(table.getKey()), to);
        });
    }

    private static boolean isAncestorOf(Table table, long from, long to) {
        Snapshot at = table.snapshot(to);
        while (at != null && at.snapshotId() != from) {
            boolean same =
                    DataOperations.APPEND.equals(at.operation()) || DataOperations.REPLACE.equals(at.operation());
            Long parent = same ? at.parentId() : null;
            at = parent == null ? null : table.snapshot(parent);
        }
        return at != null;
    }
}
