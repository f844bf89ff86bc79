package io.tidemark.ops.restore;

import io.tidemark.lake.restore.RestorePlan;

/**
 * Everything that a restore may touch: the tables, the job, its state and Kafka. Each method may be called again after a
 * crash in the middle of it, and then does what is left to do. Each says what came of it in a person's words.
 */
public interface RestoreActions {
    /** Raises the epoch of every table. */
    String fence(RestorePlan plan);

    /** Stops the job where it runs; returns when it does not any more. */
    String stop(RestorePlan plan);

    /** Tags every head as it is now. */
    String tag(RestorePlan plan);

    /** Looks for every file of the target; changes nothing. */
    String files(RestorePlan plan);

    /** Puts the tables back, and makes or lifts the stand-ins of the service configuration that the plan names. */
    String tables(RestorePlan plan);

    /** Makes the job's state ready and writes down where the job begins. */
    String state(RestorePlan plan);

    /** Runs what Kafka no longer has through the job. */
    String replay(RestorePlan plan);

    /** Starts the job, where it runs on a cluster of its own; returns when it has committed on top of the target. */
    String start(RestorePlan plan);

    /** Audits the lake. */
    String audit(RestorePlan plan);
}
