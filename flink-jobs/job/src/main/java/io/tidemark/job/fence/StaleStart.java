package io.tidemark.job.fence;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.LakeAtStart.StartViolation;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job came up with a state that does not fit its tables, whoever started it and whatever the checkpoint or savepoint
 * was called. It fails at once and is not restarted: a restart would end here again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StaleStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;

    /** A start from a state that does not fit the tables, and why not. */
    public StaleStart(StartViolation fault, CheckpointPosition state, LakeAtStart lake) {
        this(refusal(fault, state, lake));
    }

    private StaleStart(Refusal refusal) {
        super(refusal.getMessage());
        this.code = refusal.code();
    }

    /** As what the start is refused. */
    public RefusalCode code() {
        return code;
    }

    private static Refusal refusal(StartViolation fault, CheckpointPosition state, LakeAtStart lake) {
        String started = "The job was started from " + state;
        return switch (fault) {
            case STATELESS, STALE ->
                RefusalCode.OLDER_CHECKPOINT.refuse(
                        started + ", which", "its tables, which already hold " + lake.newest());
            case BEFORE_RESTORE ->
                RefusalCode.OLDER_EPOCH.refuse(
                        started,
                        "its tables were put back to " + lake.oldest() + " and belong to epoch " + lake.epoch()
                                + " now");
            case AHEAD ->
                RefusalCode.ROLLED_BACK.refuse(
                        started, "its tables are of epoch " + lake.epoch() + ", at " + lake.newest(), "They were");
            case SET_BACK ->
                RefusalCode.ROLLED_BACK.refuse(
                        started, "one of the tables that a restore has put back is at " + lake.oldest(), "It was");
            case FORKED -> RefusalCode.FORKED_STATE.refuse(state, lake.newest(), lake.newestJob());
        };
    }
}
