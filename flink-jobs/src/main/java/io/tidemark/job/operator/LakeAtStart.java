package io.tidemark.job.operator;

import java.io.Serializable;

/**
 * What the tables held when the job was made. A job that begins behind it would write records a second time.
 *
 * @param holdsRecords whether a record of the log had ended in one of the tables
 * @param checkpoint the newest Flink checkpoint that a table held; 0 for none
 */
public record LakeAtStart(boolean holdsRecords, long checkpoint) implements Serializable {
    /** Tables that hold nothing yet. */
    public static final LakeAtStart EMPTY = new LakeAtStart(false, 0);
}
