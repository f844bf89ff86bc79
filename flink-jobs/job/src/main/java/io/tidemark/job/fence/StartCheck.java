package io.tidemark.job.fence;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.WriterLease;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/**
 * What is checked before the job starts, so that a start never writes everything twice and never leaves a hole in
 * silence.
 */
public final class StartCheck {
    private static final Pattern CHECKPOINT = Pattern.compile(".*/chk-(\\d+)/?(?:_metadata)?");

    private StartCheck() {}

    /**
     * Decides a start on a cluster.
     *
     * @param checkpoint the checkpoint or savepoint that the job is given; null to begin without state, or from the one
     *     that a restore has made ready
     * @param recoverable whether Flink starts the job again after a failure, through its own main
     * @param others finds out whether another job writes to the tables
     */
    public static StartDecision decide(Lake lake, @Nullable String checkpoint, boolean recoverable, OtherWriters others)
            throws InterruptedException {
        if (recoverable) {
            return new StartDecision.Recoverable(prepared(lake, checkpoint));
        }
        try {
            StartState state = require(lake, checkpoint);
            others.refuse();
            return new StartDecision.Exclusive(
                    state, new WriterLease(JobID.generate().toHexString()));
        } catch (Refusal e) {
            return new StartDecision.Refused(e);
        }
    }

    /** Finds out whether another job writes to the tables. */
    @FunctionalInterface
    public interface OtherWriters {
        /**
         * Returns once there can be none.
         *
         * @throws Refusal if there is one
         */
        void refuse() throws InterruptedException;
    }

    /**
     * Says from which state the job begins, and refuses a start that does not fit what the tables hold.
     *
     * @param checkpoint the checkpoint or savepoint that the job is given; null to begin without state, or from the one
     *     that a restore has made ready
     * @throws Refusal if a restore is not finished, or if the job has committed to the tables and would begin without
     *     state, or with a state older than they
     */
    public static StartState require(Lake lake, @Nullable String checkpoint) {
        Restores restores = new Restores(lake);
        int epoch = lake.epoch();
        return require(
                new Found(
                        lake.settings().place(),
                        Heads.of(lake),
                        restores.unfinished().orElse(null),
                        restores.start(epoch).orElse(null)),
                checkpoint);
    }

    /**
     * What a start is judged by.
     *
     * @param place the catalog, for a person
     * @param heads the tables' heads
     * @param unfinished a restore that was begun and is not finished; null if there is none
     * @param ready where a restore lets the job of the tables' epoch begin; null if none does
     */
    public record Found(
            String place,
            Heads heads,
            @Nullable RestoreJournal unfinished,
            @Nullable StartPoint ready) {}

    /** The same, of what was found. */
    public static StartState require(Found found, @Nullable String checkpoint) {
        refuseUnfinished(found);
        StartPoint ready = found.ready();
        if (checkpoint == null) {
            if (ready != null && atOrBefore(found.heads(), ready)) {
                return new StartState(ready.state(), true);
            }
            refuseStateless(found);
            return StartState.NONE;
        }
        refuseOlder(found.heads(), checkpoint);
        return new StartState(checkpoint, ready != null && ready.state().equals(checkpoint));
    }

    /**
     * Says from which state the job begins, for a cluster that keeps the job's newest checkpoint itself and starts this
     * main again after a failure: that checkpoint wins over what is said here, and the job itself refuses one that does
     * not fit. Refuses nothing.
     *
     * @param checkpoint the checkpoint or savepoint that the job is given; null for the one that a restore has made
     *     ready, as long as no table has gone beyond it
     */
    public static StartState prepared(Lake lake, @Nullable String checkpoint) {
        StartPoint ready = new Restores(lake).start(lake.epoch()).orElse(null);
        if (checkpoint != null) {
            return new StartState(checkpoint, ready != null && ready.state().equals(checkpoint));
        }
        return ready != null && atOrBefore(Heads.of(lake), ready)
                ? new StartState(ready.state(), true)
                : StartState.NONE;
    }

    private static void refuseUnfinished(Found found) {
        RestoreJournal journal = found.unfinished();
        if (journal != null && !journal.has(RestoreStep.REPLAY)) {
            throw RefusalCode.UNFINISHED_RESTORE.refuse(
                    found.place(),
                    journal.plan().target().name(),
                    "it was cut off before it could "
                            + Objects.requireNonNull(journal.next()).describe(),
                    journal.plan().hash(),
                    "");
        }
    }

    /** Whether no table has gone beyond the point where a restore has left it. */
    private static boolean atOrBefore(Heads heads, StartPoint ready) {
        return LakeTable.pipeline().stream()
                .map(heads::stamp)
                .map(StartCheck::position)
                .allMatch(position ->
                        position.compareTo(new CheckpointPosition(new WriterEpoch(ready.epoch()), ready.checkpointId()))
                                <= 0);
    }

    private static void refuseStateless(Found found) {
        boolean records = found.heads().totalOutcomes() > 0;
        if (records
                || LakeTable.pipeline().stream().anyMatch(table -> found.heads().stamp(table) != null)) {
            throw RefusalCode.STATELESS_START.refuse(
                    found.place(),
                    records ? "records of this topic" : "the job's commits, though no record yet",
                    records ? "write every record a second time" : "take its first ones for committed",
                    StatelessStart.NEWEST_CHECKPOINT);
        }
    }

    private static void refuseOlder(Heads heads, String checkpoint) {
        OptionalLong given = checkpointId(checkpoint);
        for (LakeTable table : LakeTable.pipeline()) {
            CheckpointStamp committed = heads.stamp(table);
            // The path does not tell the epoch: the job itself looks at that again, and knows it.
            if (given.isPresent() && committed != null && given.getAsLong() < committed.checkpointId()) {
                throw RefusalCode.OLDER_CHECKPOINT.refuse(
                        "The checkpoint " + checkpoint,
                        "the table " + table.tableName() + ", which has committed checkpoint "
                                + committed.checkpointId());
            }
        }
    }

    /** Whether a record of the log has ended in one of the tables. */
    public static boolean holdsRecords(Lake lake) {
        return Heads.of(lake).totalOutcomes() > 0;
    }

    /** What the tables hold now, for the job that is about to be made. */
    public static LakeAtStart held(Lake lake) {
        int epoch = lake.epoch();
        return held(
                Heads.of(lake),
                new WriterEpoch(epoch),
                new Restores(lake).start(epoch).orElse(null));
    }

    /**
     * What tables with these heads hold.
     *
     * @param ready where a restore lets the job of this epoch begin; null if none does
     */
    public static LakeAtStart held(Heads heads, WriterEpoch epoch, @Nullable StartPoint ready) {
        CheckpointStamp newest = LakeTable.pipeline().stream()
                .map(heads::stamp)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        CheckpointPosition oldest = LakeTable.pipeline().stream()
                .map(heads::stamp)
                .map(StartCheck::position)
                .min(Comparator.naturalOrder())
                .orElse(CheckpointPosition.NONE);
        return new LakeAtStart(
                heads.totalOutcomes() > 0,
                epoch,
                position(newest),
                oldest,
                newest == null ? null : newest.jobId(),
                ready == null ? null : ready.checkpointId());
    }

    private static CheckpointPosition position(@Nullable CheckpointStamp stamp) {
        return stamp == null
                ? CheckpointPosition.NONE
                : new CheckpointPosition(new WriterEpoch(stamp.epoch()), stamp.checkpointId());
    }

    private static OptionalLong checkpointId(String path) {
        Matcher matcher = CHECKPOINT.matcher(path);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
