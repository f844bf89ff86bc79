package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a restore would do. It is executed by its {@link #hash}, which tells it from any other: another
 * target, other tables, a lake of another environment or one that was restored in between has another hash. Rows that a
 * running job adds meanwhile do not change it.
 *
 * @param environment the lake's environment
 * @param epoch the lake's epoch now; the restore raises it by one
 * @param target the point in time
 * @param returns what it does to each table that is put back, in order
 * @param resumes where Kafka's partitions are read again from; empty where Kafka was not queried
 * @param standIns which versions of the service configuration decide in place of others; null where none is concerned, as
 *     in every plan of an earlier release
 */
public record RestorePlan(
        @JsonProperty("environment") String environment,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("target") Target target,
        @JsonProperty("returns") List<TableReturn> returns,
        @JsonProperty("resumes") List<Resume> resumes,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("standIns") @Nullable
        StandIns standIns) {
    private static final String BEFORE = "before-";

    /** Keeps copies. */
    @JsonCreator
    public RestorePlan {
        returns = List.copyOf(returns);
        resumes = List.copyOf(resumes);
    }

    /** A plan that leaves every version of the service configuration to decide for itself as it does. */
    public RestorePlan(String environment, int epoch, Target target, List<TableReturn> returns, List<Resume> resumes) {
        this(environment, epoch, target, returns, resumes, null);
    }

    /** The same plan with these stand-ins. */
    public RestorePlan with(@Nullable StandIns others) {
        return new RestorePlan(environment, epoch, target, returns, resumes, others);
    }

    /** The versions of the service configuration that are decided by others from then on, or by themselves again. */
    public List<StandIns.StandIn> standInVersions() {
        return standIns == null ? List.of() : standIns.versions();
    }

    /** The epoch of the writer that goes on from there. */
    public int nextEpoch() {
        return epoch + 1;
    }

    /** The tables that are put back. */
    public List<LakeTable> tables() {
        return returns.stream().map(TableReturn::table).toList();
    }

    /** What Kafka no longer has of what is to be read again. */
    public List<Resume> deleted() {
        return resumes.stream().filter(each -> !each.deleted().isEmpty()).toList();
    }

    /** The name of the tag that keeps each table as it was. */
    public String beforeTag() {
        return BEFORE + hash();
    }

    /** 12 hexadecimal digits. */
    public String hash() {
        List<String> parts = new ArrayList<>(List.of(
                environment,
                Integer.toString(epoch),
                target.name(),
                target.epoch() + " " + target.checkpointId(),
                target.places().toString(),
                target.offsets().stream().map(NextOffset::toString).collect(Collectors.joining(" ")),
                tables().toString()));
        if (standIns != null) {
            parts.add("stand-ins " + standIns.says());
        }
        return PlanHash.of(parts);
    }
}
