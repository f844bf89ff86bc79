package io.tidemark.ops.restore;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.util.List;

/** Whether the job of a new epoch has begun where a restore has left the tables. */
final class FirstCommits {
    private FirstCommits() {}

    /**
     * The tables to which the new job has not committed yet; none once every table has gone on from its target.
     *
     * @throws LakeFailure if a table is not at its target, or if another writer has committed on top of it: its
     *     rows would be missing, or twice
     */
    static List<LakeTable> missing(Lake lake, RestorePlan plan) {
        return plan.tables().stream()
                .filter(table -> !follows(
                        table,
                        SnapshotNotes.history(lake.table(table)),
                        plan.target().place(table).snapshotId(),
                        plan.nextEpoch()))
                .toList();
    }

    /**
     * Whether a table has gone on from its target with commits of the new epoch.
     *
     * @param history the head and its ancestors, newest first
     */
    static boolean follows(LakeTable table, List<SnapshotNotes> history, long target, int epoch) {
        boolean committed = false;
        for (SnapshotNotes notes : history) {
            if (notes.snapshotId() == target) {
                return committed;
            }
            CheckpointStamp stamp = notes.stamp();
            if (stamp != null && stamp.epoch() != epoch) {
                throw new LakeFailure(
                        "Could not start the job on top of what was restored in the table " + table.tableName(),
                        "its snapshot " + notes.snapshotId() + " was written by the job of epoch " + stamp.epoch()
                                + " and is between the target " + target + " and the new job's commits",
                        "Stop the job, then restore once more; `tidemark audit` says what is wrong until then.",
                        null);
            }
            // What no job wrote adds and removes no rows: the rewriting of files.
            committed |= stamp != null;
        }
        throw new LakeFailure(
                "Could not start the job on top of what was restored in the table " + table.tableName(),
                "its head is no longer at the target " + target + ": somebody has moved it since",
                "Stop the job, then restore once more; `tidemark audit` says what is wrong until then.",
                null);
    }
}
