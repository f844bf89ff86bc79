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
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/**
 * What is checked before the job starts, so that a start never writes everything twice and never leaves a hole in
 * silence. It is the one way to a {@link StartDecision}, and nothing else claims the tables.
 */
public final class StartCheck {
    private static final Pattern CHECKPOINT = Pattern.compile(".*/chk-(\\d+)/?(?:_metadata)?");

    private StartCheck() {}

    /** What starts the job, which says what is checked. */
    public enum Starter {
        /** A command or a person: what they give must fit the tables, which they claim. */
        COMMAND,
        /**
         * A restore that reads what Kafka no longer has: it has put the tables where the state is, claims them, and is
         * refused only where the service configuration is incomplete.
         */
        REPLAY,
        /**
         * Flink, which starts the main again after a failure and keeps the job's newest checkpoint: that one wins over
         * what is said here, and the job itself refuses one that does not fit. No start can be told from the next, so
         * none claims the tables, and nothing is refused.
         */
        FLINK
    }

    /** Finds out whether another job writes to the tables. */
    @FunctionalInterface
    public interface OtherWriters<E extends Exception> {
        /**
         * Returns once there can be none.
         *
         * @throws Refusal if there is one
         */
        void refuse() throws E;
    }

    /** Finds out whether the job will find in its topic what is configured. */
    @FunctionalInterface
    public interface ConfigVersions {
        /**
         * Returns if the topic has every version, or cannot be read just now: then the job waits for it, and checks it.
         *
         * @param newest the newest version of the service configuration that the table has; at least 1
         * @throws Refusal if one is missing
         */
        void require(long newest);
    }

    /**
     * Decides a start, and claims the tables for it. From then on a job of an earlier start can commit no more, so what
     * the tables hold is judged once before, so that a refusal changes nothing, and once more after.
     *
     * @param checkpoint the checkpoint or savepoint that the job is given; null to begin without state, or from the one
     *     that a restore has made ready, as long as no table has gone beyond it
     * @param versions finds out whether the topic has every version of the service configuration; called as {@code others}
     *     is, before it, and only where something is configured
     * @param others finds out whether another job writes to the tables; called before they are claimed, and only for a
     *     start that is not refused already
     */
    public static <E extends Exception> StartDecision decide(
            Lake lake, @Nullable String checkpoint, Starter starter, ConfigVersions versions, OtherWriters<E> others)
            throws E {
        WriterLease lease = new WriterLease(JobID.generate().toHexString());
        StartDecision before = decide(Found.in(lake, starter), checkpoint, starter, lease.name());
        if (!(before instanceof StartDecision.Exclusive)) {
            return before;
        }
        try {
            long newest = new ServiceConfigTable(lake).newest();
            if (newest > 0) {
                versions.require(newest);
            }
            others.refuse();
            lease.acquire(lake);
        } catch (Refusal e) {
            return new StartDecision.Refused(e);
        }
        return decide(Found.in(lake, starter), checkpoint, starter, lease.name());
    }

    /** The same, of what was found, for a start that claims the tables under this name; claims nothing. */
    public static StartDecision decide(Found found, @Nullable String checkpoint, Starter starter, String claim) {
        StartState state = found.state(checkpoint);
        return switch (starter) {
            case FLINK -> new StartDecision.Recoverable(state, found);
            case REPLAY -> new StartDecision.Exclusive(new StartState(state.path(), true), found, claim);
            case COMMAND -> {
                Refusal refusal = refusal(found, checkpoint);
                yield refusal == null
                        ? new StartDecision.Exclusive(state, found, claim)
                        : new StartDecision.Refused(refusal);
            }
        };
    }

    private static @Nullable Refusal refusal(Found found, @Nullable String checkpoint) {
        RestoreJournal journal = found.unfinished();
        if (journal != null && !journal.has(RestoreStep.REPLAY)) {
            return RefusalCode.UNFINISHED_RESTORE.refuse(
                    found.place(),
                    journal.plan().target().name(),
                    "it was cut off before it could "
                            + Objects.requireNonNull(journal.next()).describe(),
                    journal.plan().hash(),
                    "");
        }
        return checkpoint == null ? stateless(found) : older(found.heads(), checkpoint);
    }

    private static @Nullable Refusal stateless(Found found) {
        LakeAtStart held = found.held();
        if (found.state(null).restored() || !held.written()) {
            return null;
        }
        return RefusalCode.STATELESS_START.refuse(
                found.place(),
                held.holdsRecords() ? "records of this topic" : "the job's commits, though no record yet",
                held.holdsRecords() ? "write every record a second time" : "take its first ones for committed",
                StatelessStart.NEWEST_CHECKPOINT);
    }

    private static @Nullable Refusal older(Heads heads, String checkpoint) {
        Matcher given = CHECKPOINT.matcher(checkpoint);
        if (!given.matches()) {
            return null;
        }
        for (LakeTable table : LakeTable.pipeline()) {
            CheckpointStamp committed = heads.stamp(table);
            // The path does not tell the epoch: the job itself looks at that again, and knows it.
            if (committed != null && Long.parseLong(given.group(1)) < committed.checkpointId()) {
                return RefusalCode.OLDER_CHECKPOINT.refuse(
                        "The checkpoint " + checkpoint,
                        "the table " + table.tableName() + ", which has committed checkpoint "
                                + committed.checkpointId());
            }
        }
        return null;
    }

    /**
     * What a start is judged by.
     *
     * @param place the catalog, for a person
     * @param epoch the epoch of the writer that may commit
     * @param heads the tables' heads
     * @param unfinished a restore that was begun and is not finished; null if there is none, or it does not count
     * @param ready where a restore lets the job of the epoch begin; null if none does
     */
    public record Found(
            String place,
            WriterEpoch epoch,
            Heads heads,
            @Nullable RestoreJournal unfinished,
            @Nullable StartPoint ready) {
        private static Found in(Lake lake, Starter starter) {
            Restores restores = new Restores(lake);
            int epoch = lake.epoch();
            return new Found(
                    lake.settings().place(),
                    new WriterEpoch(epoch),
                    Heads.of(lake),
                    starter == Starter.COMMAND ? restores.unfinished().orElse(null) : null,
                    restores.start(epoch).orElse(null));
        }

        /** The tables, as the job is told of them. */
        public LakeAtStart held() {
            return LakeAtStart.of(heads, epoch, ready == null ? null : ready.checkpointId());
        }

        /** From where each partition of a generation of the topic is read by a job of which the state does not say. */
        public Map<Integer, Long> offsets(int ingestEpoch) {
            return ready == null ? Map.of() : ready.offsets(ingestEpoch);
        }

        private StartState state(@Nullable String checkpoint) {
            if (checkpoint != null) {
                return new StartState(checkpoint, ready != null && ready.state().equals(checkpoint));
            }
            return ready != null
                            && held().newest()
                                            .compareTo(new CheckpointPosition(
                                                    new WriterEpoch(ready.epoch()), ready.checkpointId()))
                                    <= 0
                    ? new StartState(ready.state(), true)
                    : StartState.NONE;
        }
    }
}
