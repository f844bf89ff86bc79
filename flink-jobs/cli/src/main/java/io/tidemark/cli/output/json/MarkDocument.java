package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mark. */
public record MarkDocument(
        @JsonProperty("name") String name,
        @JsonProperty("note") String note,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("scheduled") boolean scheduled,
        @JsonProperty("environment") String environment,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("checkpoint_id") long checkpointId,
        @JsonProperty("committed_at") Instant committedAt,
        @JsonProperty("retained_checkpoint") @Nullable String retainedCheckpoint,
        @JsonProperty("records") long records,
        @JsonProperty("checked_since") @Nullable String since,
        @JsonProperty("checked_records") long checkedRecords,
        @JsonProperty("tables") Map<LakeTable, Table> tables) {

    record Table(
            @JsonProperty("snapshot_id") long snapshotId,
            @JsonProperty("records") long records) {}

    /** All marks. */
    public record Listed(@JsonProperty("marks") List<MarkDocument> marks) {
        /** The document of these marks. */
        public static Listed of(List<Mark> marks) {
            return new Listed(marks.stream().map(MarkDocument::of).toList());
        }
    }

    /** A mark that was made, if one was due, and the names of those that were deleted, for their time was up. */
    public record Made(
            @JsonProperty("made") boolean made,
            @JsonUnwrapped @Nullable MarkDocument mark,
            @JsonProperty("expired") List<String> expired) {
        /** The document of this mark, null for none, and those names. */
        public static Made of(@Nullable Mark mark, List<String> expired) {
            return new Made(mark != null, mark == null ? null : MarkDocument.of(mark), expired);
        }
    }

    /** The name of a mark that was deleted. */
    public record Deleted(@JsonProperty("deleted") String name) {}

    private static MarkDocument of(Mark mark) {
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            tables.put(table, new Table(mark.snapshot(table), mark.table(table).records()));
        }
        return new MarkDocument(
                mark.name(),
                mark.origin().note(),
                mark.origin().createdAt(),
                mark.origin().scheduled(),
                mark.commit().environment(),
                mark.commit().epoch(),
                mark.commit().checkpointId(),
                mark.commit().committedAt(),
                mark.commit().retainedCheckpoint(),
                mark.records(),
                mark.proof().since(),
                mark.proof().records(),
                tables);
    }
}
