package io.tidemark.ops.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export will do, from metadata alone.
 *
 * @param snapshot the snapshot of events; null for a lake that was never written
 * @param rowsAtMost how many rows the files have in which some may be wanted
 * @param days the days in which rows may be, each as days since the epoch, UTC
 * @param finishedHours how many hours an earlier run has finished
 * @param projectThere whether the project, if one was requested, may have rows at any time
 */
public record ExportPlan(
        @Nullable Long snapshot, long rowsAtMost, List<Long> days, int finishedHours, boolean projectThere) {
    /** Keeps a copy. */
    public ExportPlan {
        days = List.copyOf(days);
    }
}
