package io.tidemark.job.fence;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.LakeAtStart.StartViolation;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job came up with a state that does not fit its tables, whoever started it and whatever the checkpoint or savepoint
 * was called. It fails at once and is not restarted: a restart would end here again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StaleStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** A start from a state that does not fit the tables, and why not. */
    public StaleStart(StartViolation fault, CheckpointPosition state, LakeAtStart lake) {
        super("The job was started from " + state + ", and its tables "
                + switch (fault) {
                    case STATELESS, STALE ->
                        "already hold " + lake.newest() + ": it would write every record since a second time. Start it"
                                + " from that checkpoint or a later one (flink run -s PATH), or go back to a mark with"
                                + " `tidemark restore`.";
                    case BEFORE_RESTORE ->
                        "were put back since then, to " + lake.oldest() + ", and belong to epoch " + lake.epoch()
                                + " now: what it wrote would not fit them. Start it from what the restore made ready"
                                + " (tidemark run without --from-checkpoint does).";
                    case AHEAD ->
                        "are of epoch " + lake.epoch() + ", at " + lake.newest() + ": somebody put them back without"
                                + " Tidemark, and everything between would be missing. Go back to a mark with"
                                + " `tidemark restore`.";
                    case SET_BACK ->
                        "were put back by a restore, and one of them was set back further since, to " + lake.oldest()
                                + ": everything between would be missing there. Go back to a mark with `tidemark"
                                + " restore`.";
                    case FORKED ->
                        "hold " + lake.newest() + " of another job (" + lake.newestJob() + ") that began from the same"
                                + " place: what this state read is in them already. Start it from a checkpoint of that"
                                + " job (flink run -s PATH), or go back to a mark with `tidemark restore`.";
                });
    }
}
