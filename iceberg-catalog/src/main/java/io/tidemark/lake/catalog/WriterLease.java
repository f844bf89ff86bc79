package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.table.LakeTable;

/**
 * The one start of the job that may write. Laid on every table before the job is submitted; from then on a job of an
 * earlier start cannot commit any more, even to a table where it has just committed.
 *
 * @param name the name of the start, unlike that of any other start
 */
public record WriterLease(String name) {
    // Iceberg itself tries a few times; a job that commits to the table all the time may win all of those.
    private static final CommitRetry RETRY =
            new CommitRetry(20, "Stop the job that writes to it, then start this one again.");

    /**
     * Claims every table of a lake.
     *
     * @throws Refusal if somebody else claims them at the same time: one of the two goes on at most
     * @throws LakeFailure if a table cannot be changed
     */
    public void acquire(Lake lake) {
        LakeTable.pipeline().forEach(table -> acquire(lake, table));
        for (LakeTable table : LakeTable.pipeline()) {
            String found = lake.table(table).properties().get(LakeProperties.CLAIM);
            if (!name.equals(found)) {
                throw RefusalCode.ANOTHER_START.refuse(
                        "This start",
                        "the tables of " + lake.settings().place() + ", of which another one has claimed "
                                + table.tableName(),
                        found,
                        name);
            }
        }
    }

    private void acquire(Lake lake, LakeTable table) {
        RETRY.run(
                "Could not claim the table " + lake.identifier(table) + " for this start of the job",
                () -> lake.table(table)
                        .updateProperties()
                        .set(LakeProperties.CLAIM, name)
                        .commit());
    }
}
