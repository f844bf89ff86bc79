package io.tidemark.lake.snapshot;

import io.tidemark.lake.table.LakeTable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One consistent snapshot of the whole lake: a snapshot of each table such that all hold the same records of the log.
 *
 * @param snapshots the snapshot of each table; no entry for a table that was never written
 * @param epoch the epoch of the checkpoint; 0 where there is none
 * @param checkpointId the checkpoint; null where the snapshots are simply the heads
 * @param newer how many newer snapshots each table has; no entry where it has none
 */
public record ConsistentCut(
        Map<LakeTable, Long> snapshots, int epoch, @Nullable Long checkpointId, Map<LakeTable, Integer> newer) {
    /** Keeps copies. */
    public ConsistentCut {
        snapshots = Map.copyOf(snapshots);
        newer = Map.copyOf(newer);
    }

    /**
     * The newest consistent snapshot while a job may be writing: the newest checkpoint that is in the history of
     * <em>every</em> table. (Neither heads read one after another, nor the largest checkpoint, nor the newest that
     * Flink completed is consistent then.) The heads if the tables share no checkpoint, as when no job wrote them, or
     * when one of them was lost and made again.
     */
    public static ConsistentCut of(Heads heads) {
        CheckpointId newest = newestShared(heads);
        if (newest == null) {
            return atHeads(heads);
        }
        Map<LakeTable, Long> snapshots = new EnumMap<>(LakeTable.class);
        Map<LakeTable, Integer> newer = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            List<SnapshotNotes> history = heads.history(table);
            int chosen = 0;
            while (!newest.equals(CheckpointId.of(history.get(chosen)))) {
                chosen++;
            }
            snapshots.put(table, history.get(chosen).snapshotId());
            if (chosen > 0) {
                newer.put(table, chosen);
            }
        }
        return new ConsistentCut(snapshots, newest.epoch, newest.checkpointId, newer);
    }

    /** The heads; consistent only if nothing writes. */
    public static ConsistentCut atHeads(Heads heads) {
        Map<LakeTable, Long> snapshots = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            SnapshotNotes head = heads.head(table);
            if (head != null) {
                snapshots.put(table, head.snapshotId());
            }
        }
        return new ConsistentCut(snapshots, 0, null, Map.of());
    }

    /** The table's snapshot in this cut; null for a table that was never written. */
    public @Nullable Long snapshot(LakeTable table) {
        return snapshots.get(table);
    }

    /** The cut in words, for reports. */
    public String describe() {
        if (snapshots.isEmpty()) {
            return "The tables were never written.";
        }
        return checkpointId == null
                ? "Every table was read at its head."
                : "Every table was read at checkpoint " + checkpointId + " of epoch " + epoch + ".";
    }

    private static @Nullable CheckpointId newestShared(Heads heads) {
        Set<CheckpointId> shared = checkpoints(heads, LakeTable.EVENTS);
        LakeTable.pipeline().forEach(table -> shared.retainAll(checkpoints(heads, table)));
        return shared.stream()
                .max(Comparator.comparingInt(CheckpointId::epoch).thenComparingLong(CheckpointId::checkpointId))
                .orElse(null);
    }

    private static Set<CheckpointId> checkpoints(Heads heads, LakeTable table) {
        Set<CheckpointId> found = new HashSet<>();
        for (SnapshotNotes notes : heads.history(table)) {
            CheckpointId newest = CheckpointId.of(notes);
            if (newest != null) {
                found.add(newest);
            }
        }
        return found;
    }

    private record CheckpointId(int epoch, long checkpointId) {
        static @Nullable CheckpointId of(SnapshotNotes notes) {
            CheckpointStamp stamp = notes.stamp();
            return stamp == null ? null : new CheckpointId(stamp.epoch(), stamp.checkpointId());
        }
    }
}
