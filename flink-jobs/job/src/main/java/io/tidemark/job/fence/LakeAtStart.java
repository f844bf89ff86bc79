package io.tidemark.job.fence;

import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the tables held when the job was made. A job that begins behind it would write records a second time; one that
 * begins ahead of it would leave a hole.
 *
 * @param holdsRecords whether a record of the log had ended in one of the tables
 * @param epoch the epoch of the writer that may commit
 * @param newest the newest checkpoint that a table held
 * @param oldest the newest checkpoint of the table that is farthest behind
 * @param newestJob Flink's id of the job that took the newest checkpoint; null where no job has committed
 * @param restoredTo the checkpoint to which the restore that began the epoch has put every table; null if none did
 */
public record LakeAtStart(
        boolean holdsRecords,
        WriterEpoch epoch,
        CheckpointPosition newest,
        CheckpointPosition oldest,
        @Nullable String newestJob,
        @Nullable Long restoredTo)
        implements Serializable {
    /** Tables that hold nothing yet. */
    public static final LakeAtStart EMPTY =
            new LakeAtStart(false, WriterEpoch.FIRST, CheckpointPosition.NONE, CheckpointPosition.NONE, null, null);

    /**
     * What tables with these heads hold.
     *
     * @param restoredTo the checkpoint to which the restore that began the epoch has put every table; null if none did
     */
    static LakeAtStart of(Heads heads, WriterEpoch epoch, @Nullable Long restoredTo) {
        List<CheckpointPosition> positions = LakeTable.pipeline().stream()
                .map(heads::stamp)
                .map(CheckpointPosition::of)
                .toList();
        CheckpointStamp newest = LakeTable.pipeline().stream()
                .map(heads::stamp)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new LakeAtStart(
                heads.totalOutcomes() > 0,
                epoch,
                CheckpointPosition.of(newest),
                Collections.min(positions),
                newest == null ? null : newest.jobId(),
                restoredTo);
    }

    /** Whether a record of the log has ended in the tables, or a job has committed to one. */
    boolean written() {
        // Without a record, too: the sink of a job with the same id drops whatever is not newer than its last commit.
        return holdsRecords || !newest.equals(CheckpointPosition.NONE);
    }

    /**
     * A checkpoint of the pipeline's life. Checkpoint numbers repeat after a restore, so epochs come first.
     *
     * @param epoch the epoch of the writer that took it
     * @param checkpoint Flink's number of it
     */
    public record CheckpointPosition(WriterEpoch epoch, long checkpoint)
            implements Serializable, Comparable<CheckpointPosition> {
        /** Before the first checkpoint. */
        public static final CheckpointPosition NONE = new CheckpointPosition(new WriterEpoch(0), 0);

        private static final Comparator<CheckpointPosition> ORDER =
                Comparator.comparing(CheckpointPosition::epoch).thenComparingLong(CheckpointPosition::checkpoint);

        private static CheckpointPosition of(@Nullable CheckpointStamp stamp) {
            return stamp == null ? NONE : new CheckpointPosition(new WriterEpoch(stamp.epoch()), stamp.checkpointId());
        }

        @Override
        public int compareTo(CheckpointPosition other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return "checkpoint " + checkpoint + " of epoch " + epoch;
        }
    }

    /** Why a job may not begin: none of these is mended by starting it again. */
    public enum StartViolation {
        /** No state, and tables that a job has committed to: what it commits would be there twice, or be dropped. */
        STATELESS,
        /** A state older than the tables: everything since would be written a second time. */
        STALE,
        /** A state of an epoch before a restore, and tables that are not where it is: they were put back since. */
        BEFORE_RESTORE,
        /** A state of an epoch that the tables do not know yet: somebody put them back by hand. */
        AHEAD,
        /**
         * A state of a job that began where the tables' job did, and was fenced off: what it read is in them already.
         */
        FORKED,
        /** A table whose head is before the snapshot to which the restore has set it: it was rolled back since. */
        SET_BACK
    }

    /**
     * Whether a job with this state may write to these tables.
     *
     * @param state the checkpoint that the job is started from; null for none
     * @param line which jobs took the checkpoints that the state descends from
     * @return what is wrong, or null if it may
     */
    public @Nullable StartViolation validate(@Nullable CheckpointPosition state, WriterLine line) {
        if (state == null) {
            return written() ? StartViolation.STATELESS : null;
        }
        if (state.epoch().compareTo(epoch) > 0) {
            return StartViolation.AHEAD;
        }
        if (state.epoch().equals(epoch)) {
            return state.checkpoint() < newest.checkpoint()
                    ? StartViolation.STALE
                    : setBack() ? StartViolation.SET_BACK : forked(line);
        }
        // The state of a mark that the tables were put back to: they must be exactly at its snapshots.
        boolean level = newest.equals(state) && oldest.equals(state);
        return level ? forked(line) : StartViolation.BEFORE_RESTORE;
    }

    // A table that the new epoch has not committed to yet has no snapshot by which the guard would notice.
    private boolean setBack() {
        return restoredTo != null && oldest.epoch().compareTo(epoch) < 0 && oldest.checkpoint() != restoredTo;
    }

    private @Nullable StartViolation forked(WriterLine line) {
        String job = line.jobAt(newest.checkpoint());
        return job == null || newestJob == null || job.equals(newestJob) ? null : StartViolation.FORKED;
    }
}
