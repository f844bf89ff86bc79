package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.UpgradePlan;
import java.util.List;
import java.util.Map;

/** Which columns each table of a lake lacks, or got. */
public record UpgradeDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("done") boolean done,
        @JsonProperty("add_columns") Map<LakeTable, List<String>> columns) {
    /** The document of a plan. */
    public static UpgradeDocument of(UpgradePlan plan, boolean done) {
        return new UpgradeDocument(plan.hash(), done, plan.columns());
    }
}
