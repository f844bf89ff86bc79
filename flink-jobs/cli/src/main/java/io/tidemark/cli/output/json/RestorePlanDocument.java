package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a restore would do. */
public record RestorePlanDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("environment") String environment,
        @JsonProperty("to") String to,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("checkpoint_id") long checkpointId,
        @JsonProperty("next_epoch") int nextEpoch,
        @JsonProperty("before_tag") String beforeTag,
        @JsonProperty("tables") List<Table> tables,
        @JsonProperty("partitions") List<Partition> partitions,

        @JsonProperty("stand_ins") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<StandIn> standIns) {

    record Table(
            @JsonProperty("table") LakeTable table,
            @JsonProperty("head") @Nullable String head,
            @JsonProperty("target") String target,
            @JsonProperty("rows_leaving") long rowsLeaving,
            @JsonProperty("snapshots_leaving") int snapshotsLeaving,

            @JsonProperty("later_columns") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> laterColumns) {
        private static Table of(TableReturn each, List<String> later) {
            String head = each.head() == null ? null : Long.toString(each.head());
            return new Table(
                    each.table(),
                    head,
                    Long.toString(each.target()),
                    each.rowsLeaving(),
                    each.snapshotsLeaving(),
                    later);
        }
    }

    record Partition(
            @JsonProperty("partition") int partition,
            @JsonProperty("offset") long offset,
            @JsonProperty("to_read") long toRead,
            @JsonProperty("forgotten") long forgotten) {
        private static Partition of(Resume each) {
            return new Partition(
                    each.partition(),
                    each.offset(),
                    each.toRead(),
                    each.deleted().size());
        }
    }

    /** Which version of the service configuration decides in place of one; null: itself. */
    record StandIn(
            @JsonProperty("version") long version,
            @JsonProperty("by") @Nullable Long by,
            @JsonProperty("before") @Nullable Long before,
            @JsonProperty("still_configured") boolean stillConfigured) {
        private static StandIn of(StandIns.StandIn each, List<Long> still) {
            return new StandIn(each.version(), each.by(), each.before(), still.contains(each.version()));
        }
    }

    /**
     * The document of a plan.
     *
     * @param later the columns that stay, because they came with a later release than the target
     * @param still the versions that others decide for, and of which everything is configured still
     */
    public static RestorePlanDocument of(RestorePlan plan, Map<LakeTable, List<String>> later, List<Long> still) {
        return new RestorePlanDocument(
                plan.hash(),
                plan.environment(),
                plan.target().name(),
                plan.target().epoch(),
                plan.target().checkpointId(),
                plan.nextEpoch(),
                plan.beforeTag(),
                plan.returns().stream()
                        .map(each -> Table.of(each, later.getOrDefault(each.table(), List.of())))
                        .toList(),
                plan.resumes().stream().map(Partition::of).toList(),
                plan.standInVersions().stream()
                        .map(each -> StandIn.of(each, still))
                        .toList());
    }
}
