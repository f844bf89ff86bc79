package io.tidemark.ops.engines;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as Trino's protocol writes them in JSON, by their types. */
final class TrinoValues {
    private TrinoValues() {}

    /** A row, by the signatures of its columns' types. */
    static List<@Nullable Object> row(List<JsonNode> types, JsonNode row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(value(types.get(i), row.get(i)));
        }
        return values;
    }

    private static @Nullable Object value(JsonNode type, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return switch (type.get("rawType").asText()) {
            case "boolean" -> value.booleanValue();
            case "tinyint", "smallint", "integer", "bigint" -> value.longValue();
            // Infinity and NaN are texts.
            case "real", "double" -> value.isTextual() ? Double.valueOf(value.asText()) : (Double) value.doubleValue();
            case "decimal" -> Reply.decimal(new BigDecimal(value.asText()));
            case "date" -> LocalDate.parse(value.asText());
            case "timestamp" -> local(value.asText()).toInstant(ZoneOffset.UTC);
            case "timestamp with time zone" -> zoned(value.asText());
            case "varbinary" ->
                "0x" + HexFormat.of().formatHex(Base64.getDecoder().decode(value.asText()));
            case "array" -> array(argument(type, 0), value);
            case "map" -> map(argument(type, 0), argument(type, 1), value);
            case "row" -> fields(type, value);
            default -> value.asText();
        };
    }

    private static List<@Nullable Object> array(JsonNode type, JsonNode values) {
        List<@Nullable Object> list = new ArrayList<>();
        values.forEach(value -> list.add(value(type, value)));
        return list;
    }

    // The keys are members of an object, so whatever they are they come as texts.
    private static Map<@Nullable Object, @Nullable Object> map(JsonNode keyType, JsonNode valueType, JsonNode values) {
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        boolean whole = keyType.get("rawType").asText().endsWith("int");
        values.properties()
                .forEach(entry -> map.put(
                        whole ? (Object) Long.valueOf(entry.getKey()) : entry.getKey(),
                        value(valueType, entry.getValue())));
        return map;
    }

    private static List<@Nullable Object> fields(JsonNode type, JsonNode values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            list.add(value(type.get("arguments").get(i).get("value").get("typeSignature"), values.get(i)));
        }
        return list;
    }

    private static JsonNode argument(JsonNode type, int index) {
        return type.get("arguments").get(index).get("value");
    }

    /** {@code 2018-11-30 19:54:24.796 UTC}. */
    private static Instant zoned(String text) {
        int space = text.lastIndexOf(' ');
        return local(text.substring(0, space))
                .atZone(ZoneId.of(text.substring(space + 1)))
                .toInstant();
    }

    private static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }
}
