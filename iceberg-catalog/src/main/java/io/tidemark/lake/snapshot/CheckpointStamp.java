package io.tidemark.lake.snapshot;

import io.tidemark.lake.guard.LakeProperties;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the job's sink writes into a snapshot: which checkpoint of which job it holds. Checkpoint ids repeat after a
 * restore, so stamps are ordered by epoch first.
 *
 * @param epoch the writer's epoch; 0 where the snapshot names none
 * @param checkpointId the newest Flink checkpoint whose rows are in the table
 * @param jobId the Flink job
 * @param operatorId the sink's operator in that job
 */
public record CheckpointStamp(int epoch, long checkpointId, String jobId, String operatorId)
        implements Comparable<CheckpointStamp> {
    /** The snapshot property that holds the writer's epoch, a whole number. */
    public static final String EPOCH = LakeProperties.EPOCH;
    /** The snapshot property in which Flink's sink notes the newest checkpoint. */
    public static final String CHECKPOINT_ID = LakeProperties.CHECKPOINT_ID;
    /** The snapshot property in which Flink's sink notes the job. */
    public static final String JOB_ID = "flink.job-id";
    /** The snapshot property in which Flink's sink notes its operator. */
    public static final String OPERATOR_ID = "flink.operator-id";

    private static final Comparator<CheckpointStamp> ORDER =
            Comparator.comparingInt(CheckpointStamp::epoch).thenComparingLong(CheckpointStamp::checkpointId);

    /** The stamp in a snapshot's summary; null if it was not written by Flink's sink. */
    static @Nullable CheckpointStamp in(Map<String, String> summary) {
        String checkpoint = summary.get(CHECKPOINT_ID);
        if (checkpoint == null) {
            return null;
        }
        return new CheckpointStamp(
                Integer.parseInt(summary.getOrDefault(EPOCH, "0")),
                Long.parseLong(checkpoint),
                summary.getOrDefault(JOB_ID, ""),
                summary.getOrDefault(OPERATOR_ID, ""));
    }

    /** The snapshot properties that hold this stamp. */
    public Map<String, String> properties() {
        return Map.of(
                EPOCH,
                Integer.toString(epoch),
                CHECKPOINT_ID,
                Long.toString(checkpointId),
                JOB_ID,
                jobId,
                OPERATOR_ID,
                operatorId);
    }

    /** By epoch, then by checkpoint; the job and the operator have no order. */
    @Override
    public int compareTo(CheckpointStamp other) {
        return ORDER.compare(this, other);
    }
}
