package io.tidemark.ops.sql;

import io.tidemark.job.query.JsonText;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Values as JSON (RFC 8259). Numbers that JSON does not have (NaN, infinities) become strings. */
final class Json {
    private Json() {}

    /** Appends a value. */
    static void write(StringBuilder out, @Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (isNumber(value)) {
            out.append(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Row row) {
            row(out, row);
        } else if (value instanceof Map<?, ?> map) {
            map(out, map);
        } else if (Cell.isNested(value)) {
            array(out, Cell.elements(value));
        } else {
            JsonText.quote(out, Cell.scalar(value));
        }
    }

    private static boolean isNumber(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        } else if (value instanceof Float number) {
            return Float.isFinite(number);
        }
        return value instanceof Number;
    }

    private static void array(StringBuilder out, Object[] elements) {
        String separator = "[";
        for (Object element : elements) {
            out.append(separator);
            write(out, element);
            separator = ",";
        }
        out.append(elements.length == 0 ? "[]" : "]");
    }

    private static void map(StringBuilder out, Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            JsonText.quote(out, Objects.requireNonNullElse(Cell.text(entry.getKey()), "null"));
            out.append(':');
            write(out, entry.getValue());
            separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private static void row(StringBuilder out, Row row) {
        Set<String> names = row.getFieldNames(true);
        if (names == null) {
            var fields = new Object[row.getArity()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = row.getField(i);
            }
            array(out, fields);
            return;
        }
        String separator = "{";
        for (String name : names) {
            out.append(separator);
            JsonText.quote(out, name);
            out.append(':');
            write(out, row.getField(name));
            separator = ",";
        }
        out.append(names.isEmpty() ? "{}" : "}");
    }
}
