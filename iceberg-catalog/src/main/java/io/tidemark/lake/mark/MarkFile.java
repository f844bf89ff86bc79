package io.tidemark.lake.mark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mark as the text of its file: JSON, with the number of its format first. {@link MarkReader} reads it. */
final class MarkFile {
    /** The only format there is so far. */
    static final int FORMAT = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private MarkFile() {}

    /** The file's text; the same for the same mark, down to the byte. */
    static String write(Mark mark) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            write(json, mark);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write JSON to memory", e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Mark mark) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("name", mark.name());
        json.writeStringField("created_at", mark.origin().createdAt().toString());
        json.writeStringField("note", mark.origin().note());
        json.writeBooleanField("scheduled", mark.origin().scheduled());
        json.writeStringField("environment", mark.commit().environment());
        json.writeNumberField("epoch", mark.commit().epoch());
        json.writeNumberField("checkpoint_id", mark.commit().checkpointId());
        json.writeStringField("committed_at", mark.commit().committedAt().toString());
        textOrNull(json, "retained_checkpoint", mark.commit().retainedCheckpoint());
        json.writeStringField("topic", mark.source().topic());
        json.writeNumberField("ingest_epoch", mark.source().ingestEpoch());
        offsets(json, mark.source().offsets());
        json.writeObjectFieldStart("tables");
        for (Map.Entry<LakeTable, TableMark> table : mark.tables().entrySet()) {
            table(json, table.getKey(), table.getValue());
        }
        json.writeEndObject();
        textOrNull(json, "checked_since", mark.proof().since());
        json.writeNumberField("checked_records", mark.proof().records());
        json.writeArrayFieldStart("gaps");
        for (Gap gap : mark.proof().gaps()) {
            json.writeStartObject();
            json.writeNumberField("ingest_epoch", gap.ingestEpoch());
            json.writeNumberField("partition", gap.partition());
            json.writeNumberField("start", gap.offsets().start());
            json.writeNumberField("end", gap.offsets().end());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void offsets(JsonGenerator json, List<NextOffset> offsets) throws IOException {
        json.writeArrayFieldStart("offsets");
        for (NextOffset next : offsets) {
            json.writeStartObject();
            json.writeNumberField("ingest_epoch", next.ingestEpoch());
            json.writeNumberField("partition", next.partition());
            json.writeNumberField("next_offset", next.offset());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void table(JsonGenerator json, LakeTable name, TableMark table) throws IOException {
        json.writeObjectFieldStart(name.tableName());
        json.writeStringField("uuid", table.uuid());
        json.writeNumberField("snapshot_id", table.snapshotId());
        json.writeStringField("metadata_location", table.metadataLocation());
        json.writeNumberField("schema_id", table.schemaId());
        json.writeNumberField("records", table.records());
        TableMark.Contents contents = table.contents();
        if (contents != null) {
            json.writeStringField("rows_digest", contents.rows().hash());
            json.writeNumberField("ids", contents.ids());
        }
        json.writeEndObject();
    }

    private static void textOrNull(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }
}
