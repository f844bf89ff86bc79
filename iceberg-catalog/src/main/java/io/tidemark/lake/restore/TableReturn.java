package io.tidemark.lake.restore;

import io.tidemark.lake.table.LakeTable;
import org.jspecify.annotations.Nullable;

/**
 * What going back does to one table.
 *
 * @param table the table
 * @param head its snapshot now; null for a table that was never written
 * @param target its snapshot then
 * @param rowsLeaving how many rows fewer it has then; they stay readable under the tag that the restore sets
 * @param snapshotsLeaving how many snapshots leave the branch
 * @param schema its schema now
 * @param targetSchema its schema then
 */
public record TableReturn(
        LakeTable table,
        @Nullable Long head,
        long target,
        long rowsLeaving,
        int snapshotsLeaving,
        int schema,
        int targetSchema) {}
