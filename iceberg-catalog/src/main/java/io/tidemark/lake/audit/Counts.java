package io.tidemark.lake.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tidemark.lake.table.LakeTable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How much the lake holds, counted row by row.
 *
 * @param rows the rows of each of the pipeline's tables
 * @param rejected the dead letters by reason, sorted
 * @param people the persons that are left when merges are applied
 */
@JsonPropertyOrder("records")
public record Counts(
        @JsonProperty("rows") Map<LakeTable, Long> rows,
        @JsonProperty("rejected") Map<String, Long> rejected,
        @JsonProperty("people") long people) {
    /** Keeps copies. */
    public Counts {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }

    /** The rows of a table. */
    public long rows(LakeTable table) {
        return Objects.requireNonNullElse(rows.get(table), 0L);
    }

    /** The records of the log that the outcome tables hold. */
    @JsonProperty("records")
    public long records() {
        return LakeTable.outcomes().stream().mapToLong(this::rows).sum();
    }
}
