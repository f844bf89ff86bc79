package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param targetSchema its schema afterwards: the present one where it has all columns of then, and those that came with a
 *     later release behind them; else one as it was then
 */
public record TableReturn(
        @JsonProperty("table") LakeTable table,
        @JsonProperty("head") @Nullable Long head,
        @JsonProperty("target") long target,
        @JsonProperty("rowsLeaving") long rowsLeaving,
        @JsonProperty("snapshotsLeaving") int snapshotsLeaving,
        @JsonProperty("schema") int schema,
        @JsonProperty("targetSchema") int targetSchema) {}
