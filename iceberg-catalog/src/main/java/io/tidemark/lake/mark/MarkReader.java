package io.tidemark.lake.mark;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.LakeTable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the file of a mark, strictly: a member that is missing, unknown or of another kind is a failure, for what is
 * half understood must not be gone back to.
 */
final class MarkReader {
    private static final List<String> ROWS = List.of("rows_digest", "ids");
    private static final Map<Class<?>, String> KINDS = Map.of(
            String.class, "text",
            boolean.class, "true or false",
            long.class, "a whole number",
            int.class, "a small whole number",
            List.class, "a list",
            ArrayList.class, "a list");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(strict -> Stream.of(CoercionInputShape.values())
                    .forEach(shape -> strict.setCoercion(shape, CoercionAction.Fail)))
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    private MarkReader() {}

    /**
     * The mark of a file.
     *
     * @param location where the file is, for messages
     * @throws LakeFailure if the text is no mark, or of a later format
     */
    static Mark read(String location, String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            JsonNode format = tree.path("format");
            if (format.isIntegralNumber() && format.longValue() != MarkFile.FORMAT) {
                throw new IllegalArgumentException("its format is " + format + ", and this Tidemark knows "
                        + MarkFile.FORMAT + "; a later Tidemark wrote it");
            }
            return mark(bind(tree, MarkFile.class));
        } catch (JsonProcessingException e) {
            throw failure(location, "it is no JSON (" + e.getOriginalMessage() + ")", e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw failure(location, String.valueOf(e.getMessage()), e);
        }
    }

    private static Mark mark(MarkFile file) {
        return new Mark(
                file.name(),
                new Mark.Origin(Instant.parse(file.createdAt()), file.note(), file.scheduled()),
                new Mark.Commit(
                        file.environment(),
                        file.epoch(),
                        file.checkpointId(),
                        Instant.parse(file.committedAt()),
                        file.retainedCheckpoint()),
                new Mark.Source(
                        file.topic(),
                        file.ingestEpoch(),
                        file.offsets().stream().map(MarkFile.Offset::toNext).toList()),
                tables(file.tables()),
                new Mark.Proof(
                        file.checkedSince(),
                        file.checkedRecords(),
                        file.gaps().stream().map(MarkFile.Range::toGap).toList()));
    }

    private static Map<LakeTable, TableMark> tables(Map<String, JsonNode> files) {
        Map<LakeTable, TableMark> marks = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.all()) {
            JsonNode file = files.remove(table.tableName());
            if (file != null) {
                marks.put(table, table(table, file));
            } else if (table.isOfPipeline()) {
                throw new IllegalArgumentException("the member '" + table.tableName() + "' is missing");
            }
            // A mark of a release that did not know an input has no table of it.
        }
        files.keySet().forEach(name -> {
            throw new IllegalArgumentException("the member '" + name + "' is unknown");
        });
        return marks;
    }

    private static TableMark table(LakeTable table, JsonNode file) {
        boolean plain = table.isOutcome() || !table.isOfPipeline() || !file.isObject();
        MarkFile.Version version =
                bind(plain ? file : file.<ObjectNode>deepCopy().remove(ROWS), MarkFile.Version.class);
        MarkFile.Rows rows = plain ? null : bind(file.<ObjectNode>deepCopy().retain(ROWS), MarkFile.Rows.class);
        return new TableMark(
                version.uuid(),
                version.snapshotId(),
                version.metadataLocation(),
                version.schemaId(),
                version.records(),
                rows == null
                        ? null
                        : new TableMark.Contents(RowsDigest.parse(version.records(), rows.digest()), rows.ids()));
    }

    private static <T> T bind(JsonNode tree, Class<T> type) {
        if (!tree.isObject()) {
            throw new IllegalArgumentException("an object was expected, not " + tree);
        }
        try {
            return JSON.treeToValue(tree, type);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException("the member '" + e.getPropertyName() + "' is unknown", e);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(why(tree, e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static String why(JsonNode tree, JsonMappingException e) {
        JsonNode value = tree;
        String name = "";
        for (JsonMappingException.Reference step : e.getPath()) {
            name = step.getFieldName();
            value = name == null ? value.path(step.getIndex()) : value.path(name);
        }
        if (value.isMissingNode()) {
            return "the member '" + name + "' is missing";
        }
        Class<?> type = e instanceof MismatchedInputException mismatch
                ? mismatch.getTargetType()
                : e.getCause() instanceof InputCoercionException overflow ? overflow.getTargetType() : null;
        String kind = type == null ? null : KINDS.get(type);
        return kind == null ? "an object was expected, not " + value : "the member '" + name + "' is not " + kind;
    }

    private static LakeFailure failure(String location, String why, Exception cause) {
        return new LakeFailure(
                "Could not read the mark in " + location,
                why,
                "Use the Tidemark that wrote it, or a copy of the file; if it is lost, delete the file and its tags.",
                cause);
    }
}
