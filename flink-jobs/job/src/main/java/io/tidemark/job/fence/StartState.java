package io.tidemark.job.fence;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.jspecify.annotations.Nullable;

/**
 * The state that a job begins from.
 *
 * @param path its directory; null to begin without state
 * @param restored whether a restore has made it ready. It is then the state of a checkpoint that every table holds, and
 *     what the sinks of an earlier epoch kept in it is not needed: all of it is committed
 */
public record StartState(@Nullable String path, boolean restored) {
    /** No state. */
    public static final StartState NONE = new StartState(null, false);

    /** Tells Flink; the job does not own the state, so Flink never deletes it. */
    public void configure(Configuration flink) {
        if (path == null) {
            return;
        }
        flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
        flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.NO_CLAIM);
        flink.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, restored);
    }
}
