package io.tidemark.lake.snapshot;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The tables' heads, each as it was when it was read: cheap, and not one consistent snapshot of the whole lake (that is
 * a {@link ConsistentCut}).
 *
 * @param histories each table's head and its ancestors, newest first; an empty list for a table that was never written
 */
public record Heads(Map<LakeTable, List<SnapshotNotes>> histories) {
    /** Keeps a copy; tables without an entry have no history. */
    public Heads {
        Map<LakeTable, List<SnapshotNotes>> copy = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            copy.put(table, List.copyOf(histories.getOrDefault(table, List.of())));
        }
        histories = Map.copyOf(copy);
    }

    /**
     * Looks at the heads of the pipeline's tables.
     *
     * @throws LakeFailure if a table is missing or its metadata cannot be read
     */
    public static Heads of(Lake lake) {
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> tables.put(table, lake.table(table)));
        return of(tables);
    }

    /** The heads of tables that are loaded already. */
    public static Heads of(Map<LakeTable, Table> tables) {
        Map<LakeTable, List<SnapshotNotes>> histories = new EnumMap<>(LakeTable.class);
        tables.forEach((name, table) -> histories.put(name, SnapshotNotes.history(table)));
        return new Heads(histories);
    }

    /** The table's head and its ancestors, newest first. */
    public List<SnapshotNotes> history(LakeTable table) {
        return Objects.requireNonNull(histories.get(table));
    }

    /** The table's head; null for a table that was never written. */
    public @Nullable SnapshotNotes head(LakeTable table) {
        List<SnapshotNotes> history = history(table);
        return history.isEmpty() ? null : history.get(0);
    }

    /** The newest commit of the job to this table; null if there is none. */
    public @Nullable CheckpointStamp stamp(LakeTable table) {
        for (SnapshotNotes notes : history(table)) {
            if (notes.stamp() != null) {
                return notes.stamp();
            }
        }
        return null;
    }

    /** How many rows the table has at its head. */
    public long totalRecords(LakeTable table) {
        SnapshotNotes head = head(table);
        return head == null ? 0 : head.totalRecords();
    }

    /** How many rows a table has at a snapshot, as the snapshot says; 0 for one that is gone. */
    public static long recordsAt(Table table, long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        return snapshot == null ? 0 : SnapshotNotes.of(snapshot).totalRecords();
    }

    /** How many records of the log the four outcome tables hold. */
    public long totalOutcomes() {
        return LakeTable.outcomes().stream().mapToLong(this::totalRecords).sum();
    }

    /** When the newest of all heads was committed; null if no table was ever written. */
    public @Nullable Instant newestCommit() {
        return LakeTable.pipeline().stream()
                .map(this::head)
                .filter(Objects::nonNull)
                .map(SnapshotNotes::committedAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
