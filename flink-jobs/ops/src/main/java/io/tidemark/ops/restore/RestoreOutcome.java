package io.tidemark.ops.restore;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.StartPoint;
import org.jspecify.annotations.Nullable;

/**
 * The result of a restore.
 *
 * @param journal the steps that are done
 * @param start where the job of the new epoch starts; null if the lake has no such point
 * @param already whether the restore was done before, so that nothing was done now
 * @param audit what the audit found; null if it was not made now
 * @param catchUp how the job catches up with the log; null if it was not watched
 */
public record RestoreOutcome(
        RestoreJournal journal,
        @Nullable StartPoint start,
        boolean already,
        @Nullable AuditReport audit,
        @Nullable CatchUp catchUp) {
    /** Whether every table holds what it should, as far as that was audited now. */
    public boolean holds() {
        return audit == null || audit.holds();
    }
}
