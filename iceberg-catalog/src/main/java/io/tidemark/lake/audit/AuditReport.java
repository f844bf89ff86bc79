package io.tidemark.lake.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.snapshot.ConsistentCut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param cut which snapshot of the lake was audited
 * @param counts how much there is
 * @param partitions what there is of each partition, in order
 * @param lag how many offsets of the log, markers included, come after what the lake holds; null if the log was not
 *     queried
 * @param findings what does not hold
 * @param versions by which versions of the service configuration the rows were decided; null where nothing is configured
 */
@JsonPropertyOrder("holds")
public record AuditReport(
        @JsonIgnore ConsistentCut cut,
        @JsonUnwrapped Counts counts,
        @JsonIgnore List<PartitionSpan> partitions,
        @JsonProperty("lag") @Nullable Long lag,
        @JsonUnwrapped Findings findings,
        @JsonIgnore @Nullable VersionCounts versions) {
    /** Keeps a copy. */
    public AuditReport {
        partitions = List.copyOf(partitions);
    }

    /** The report on a lake in which nothing is configured. */
    public AuditReport(
            ConsistentCut cut, Counts counts, List<PartitionSpan> partitions, @Nullable Long lag, Findings findings) {
        this(cut, counts, partitions, lag, findings, null);
    }

    /** Whether everything that was checked holds. */
    @JsonProperty("holds")
    public boolean holds() {
        return findings.isEmpty();
    }
}
