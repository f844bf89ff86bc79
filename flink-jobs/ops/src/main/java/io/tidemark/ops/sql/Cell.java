package io.tidemark.ops.sql;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** One value of an answer as text: times in ISO 8601, bytes as the text that they are, or else in hex. */
final class Cell {
    private Cell() {}

    /** The text of a value; null stays null. Lists, maps and rows are written as JSON. */
    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        } else if (isNested(value)) {
            var json = new StringBuilder();
            Json.write(json, value);
            return json.toString();
        }
        return scalar(value);
    }

    /** The text of a value that is neither list, map nor row. */
    static String scalar(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes(bytes);
        } else if (value instanceof LocalDateTime time) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
        } else if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        // Instant, LocalDate, Duration and Period print themselves in ISO 8601; an Instant ends in Z.
        return value.toString();
    }

    /** Whether the value holds other values. */
    static boolean isNested(Object value) {
        return value instanceof Map
                || value instanceof Row
                || (value.getClass().isArray() && !(value instanceof byte[]));
    }

    /** The elements of an array of any kind. */
    static Object[] elements(Object array) {
        var elements = new Object[Array.getLength(array)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Array.get(array, i);
        }
        return elements;
    }

    private static String bytes(byte[] bytes) {
        try {
            // A decoder of its own reports what is no UTF-8; new String would replace it in silence.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
    }
}
