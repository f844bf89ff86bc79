package io.tidemark.lake.mark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a mark, strictly: a member that is missing, unknown or of another kind is a failure, for what is
 * half understood must not be gone back to.
 */
final class MarkReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .reader();

    private final JsonNode node;
    private final Set<String> known = new LinkedHashSet<>();

    private MarkReader(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("an object was expected, not " + node);
        }
        this.node = node;
    }

    /**
     * The mark of a file.
     *
     * @param location where the file is, for messages
     * @throws LakeFailure if the text is no mark, or of a later format
     */
    static Mark read(String location, String text) {
        try {
            MarkReader file = new MarkReader(JSON.readTree(text));
            long format = file.number("format");
            if (format != MarkFile.FORMAT) {
                throw new IllegalArgumentException("its format is " + format + ", and this Tidemark knows "
                        + MarkFile.FORMAT + "; a later Tidemark wrote it");
            }
            return file.mark();
        } catch (JsonProcessingException e) {
            throw failure(location, "it is no JSON (" + e.getOriginalMessage() + ")", e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw failure(location, String.valueOf(e.getMessage()), e);
        }
    }

    private Mark mark() {
        Mark mark = new Mark(
                text("name"),
                new Mark.Origin(time("created_at"), text("note"), flag("scheduled")),
                new Mark.Commit(
                        text("environment"),
                        integer("epoch"),
                        number("checkpoint_id"),
                        time("committed_at"),
                        textOrNull("retained_checkpoint")),
                new Mark.Source(
                        text("topic"),
                        integer("ingest_epoch"),
                        StreamSupport.stream(array("offsets").spliterator(), false)
                                .map(each -> new MarkReader(each)
                                        .whole(next -> new NextOffset(
                                                next.integer("ingest_epoch"),
                                                next.integer("partition"),
                                                next.number("next_offset"))))
                                .toList()),
                tables(new MarkReader(member("tables"))),
                new Mark.Proof(
                        textOrNull("checked_since"),
                        number("checked_records"),
                        StreamSupport.stream(array("gaps").spliterator(), false)
                                .map(each -> new MarkReader(each).whole(MarkReader::gap))
                                .toList()));
        return whole(file -> mark);
    }

    private Gap gap() {
        return new Gap(integer("ingest_epoch"), integer("partition"), new OffsetRange(number("start"), number("end")));
    }

    private static Map<LakeTable, TableMark> tables(MarkReader tables) {
        Map<LakeTable, TableMark> marks = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.all()) {
            if (!table.isOfPipeline() && !tables.node.has(table.tableName())) {
                // A mark of a release that knew no corrections.
                continue;
            }
            MarkReader one = new MarkReader(tables.member(table.tableName()));
            marks.put(table, one.whole(each -> each.table(table)));
        }
        return tables.whole(all -> marks);
    }

    private TableMark table(LakeTable table) {
        return new TableMark(
                text("uuid"),
                number("snapshot_id"),
                text("metadata_location"),
                integer("schema_id"),
                number("records"),
                table.isOutcome() || !table.isOfPipeline()
                        ? null
                        : new TableMark.Contents(
                                RowsDigest.parse(number("records"), text("rows_digest")), number("ids")));
    }

    private <T> T whole(Function<MarkReader, T> read) {
        T value = read.apply(this);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the member '" + name + "' is unknown");
            }
        });
        return value;
    }

    private JsonNode member(String name) {
        known.add(name);
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the member '" + name + "' is missing");
        }
        return value;
    }

    private JsonNode member(String name, boolean right, String expected) {
        if (!right) {
            throw new IllegalArgumentException("the member '" + name + "' is not " + expected);
        }
        return member(name);
    }

    private String text(String name) {
        return member(name, member(name).isTextual(), "text").textValue();
    }

    private @Nullable String textOrNull(String name) {
        return member(name).isNull() ? null : text(name);
    }

    private boolean flag(String name) {
        return member(name, member(name).isBoolean(), "true or false").booleanValue();
    }

    private long number(String name) {
        JsonNode value = member(name);
        return member(name, value.isIntegralNumber() && value.canConvertToLong(), "a whole number")
                .longValue();
    }

    private int integer(String name) {
        JsonNode value = member(name);
        return member(name, value.isIntegralNumber() && value.canConvertToInt(), "a small whole number")
                .intValue();
    }

    private JsonNode array(String name) {
        return member(name, member(name).isArray(), "a list");
    }

    private Instant time(String name) {
        return Instant.parse(text(name));
    }

    private static LakeFailure failure(String location, String why, Exception cause) {
        return new LakeFailure(
                "Could not read the mark in " + location,
                why,
                "Use the Tidemark that wrote it, or a copy of the file; if it is lost, delete the file and its tags.",
                cause);
    }
}
