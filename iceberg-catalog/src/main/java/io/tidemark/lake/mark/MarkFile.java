package io.tidemark.lake.mark;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mark as its file has it: JSON, with the number of its format first. {@link MarkReader} reads it. */
record MarkFile(
        @JsonProperty("format") long format,
        @JsonProperty("name") String name,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("note") String note,
        @JsonProperty("scheduled") boolean scheduled,
        @JsonProperty("environment") String environment,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("checkpoint_id") long checkpointId,
        @JsonProperty("committed_at") String committedAt,

        @JsonProperty("retained_checkpoint") @JsonSetter(nulls = Nulls.SET) @Nullable
        String retainedCheckpoint,

        @JsonProperty("topic") String topic,
        @JsonProperty("ingest_epoch") int ingestEpoch,
        @JsonProperty("offsets") List<Offset> offsets,
        @JsonProperty("tables") Map<String, JsonNode> tables,

        @JsonProperty("checked_since") @JsonSetter(nulls = Nulls.SET) @Nullable
        String checkedSince,

        @JsonProperty("checked_records") long checkedRecords,
        @JsonProperty("gaps") List<Range> gaps) {
    /** The only format there is so far. */
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a partition of the log goes on. */
    record Offset(
            @JsonProperty("ingest_epoch") int ingestEpoch,
            @JsonProperty("partition") int partition,
            @JsonProperty("next_offset") long offset) {
        NextOffset toNext() {
            return new NextOffset(ingestEpoch, partition, offset);
        }
    }

    /** Offsets that are no records. */
    record Range(
            @JsonProperty("ingest_epoch") int ingestEpoch,
            @JsonProperty("partition") int partition,
            @JsonProperty("start") long start,
            @JsonProperty("end") long end) {
        Gap toGap() {
            return new Gap(ingestEpoch, partition, new OffsetRange(start, end));
        }
    }

    /** What is said of every table. */
    record Version(
            @JsonProperty("uuid") String uuid,
            @JsonProperty("snapshot_id") long snapshotId,
            @JsonProperty("metadata_location") String metadataLocation,
            @JsonProperty("schema_id") int schemaId,
            @JsonProperty("records") long records) {}

    /** What is said of an identity table besides. */
    record Rows(
            @JsonProperty("rows_digest") String digest,
            @JsonProperty("ids") long ids) {}

    /** The file's text; the same for the same mark, down to the byte. */
    static String write(Mark mark) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(of(mark)) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Could not write JSON to memory", e);
        }
    }

    private static MarkFile of(Mark mark) {
        Map<String, JsonNode> tables = new LinkedHashMap<>();
        mark.tables().forEach((name, table) -> tables.put(name.tableName(), of(table)));
        return new MarkFile(
                FORMAT,
                mark.name(),
                mark.origin().createdAt().toString(),
                mark.origin().note(),
                mark.origin().scheduled(),
                mark.commit().environment(),
                mark.commit().epoch(),
                mark.commit().checkpointId(),
                mark.commit().committedAt().toString(),
                mark.commit().retainedCheckpoint(),
                mark.source().topic(),
                mark.source().ingestEpoch(),
                mark.source().offsets().stream()
                        .map(next -> new Offset(next.ingestEpoch(), next.partition(), next.offset()))
                        .toList(),
                tables,
                mark.proof().since(),
                mark.proof().records(),
                mark.proof().gaps().stream()
                        .map(gap -> new Range(
                                gap.ingestEpoch(),
                                gap.partition(),
                                gap.offsets().start(),
                                gap.offsets().end()))
                        .toList());
    }

    private static JsonNode of(TableMark table) {
        ObjectNode json = JSON.valueToTree(new Version(
                table.uuid(), table.snapshotId(), table.metadataLocation(), table.schemaId(), table.records()));
        TableMark.Contents contents = table.contents();
        return contents == null
                ? json
                : json.setAll(
                        JSON.<ObjectNode>valueToTree(new Rows(contents.rows().hash(), contents.ids())));
    }
}
