package io.tidemark.ops.archive;

import io.tidemark.rules.event.LogPosition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of {@code events} as lines of an archive: Amplitude's keys, all of them and in alphabetical order, null
 * where there is no value. What has no key of its own there is in {@code data.tidemark}, so that everything comes back.
 * The objects are the bytes that were sent, but for line ends, which would end the line: white space, they become
 * spaces.
 *
 * <p>An instance is used for one row after another, by one thread.
 */
public final class RowWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /** A writer. */
    public RowWriter() {}

    /** A row: a value for each column. */
    @FunctionalInterface
    public interface Row {
        /**
         * A column's value: String, Long, Integer, Double, Boolean, Instant or LogPosition; null where there is none.
         *
         * @param column the column's name
         */
        @Nullable
        Object value(String column);
    }

    /** The line, without its end. */
    public byte[] write(Row row) {
        out.reset();
        object(RowKey.AMPLITUDE, row, true);
        return out.toByteArray();
    }

    private void object(List<RowKey> keys, Row row, boolean nulls) {
        char before = '{';
        for (RowKey key : keys) {
            Object value = key.column() == null ? null : row.value(key.column());
            boolean fixed = key.form() == RowKey.Form.OURS || key.form() == RowKey.Form.EVENT;
            if (value != null || fixed || nulls) {
                out.write(before);
                before = ',';
                text(key.name());
                out.write(':');
                if (value == null && !fixed) {
                    ascii("null");
                } else {
                    value(key.form(), value, row);
                }
            }
        }
        if (before == '{') {
            out.write('{');
        }
        out.write('}');
    }

    private void value(RowKey.Form form, @Nullable Object value, Row row) {
        switch (form) {
            case TEXT, NUMBER_AS_TEXT -> text(String.valueOf(value));
            case PLAIN -> ascii(String.valueOf(value));
            case TIME -> text(ArchiveTime.write((Instant) Objects.requireNonNull(value)));
            case JSON -> json((String) Objects.requireNonNull(value));
            case PLACE -> place((LogPosition) Objects.requireNonNull(value));
            case EVENT -> text("event");
            case OURS -> {
                out.write('{');
                text(RowKey.TIDEMARK);
                out.write(':');
                object(RowKey.OURS, row, false);
                out.write('}');
            }
        }
    }

    private void place(LogPosition place) {
        ascii("{\"epoch\":" + place.generation() + ",\"partition\":" + place.partition() + ",\"offset\":"
                + place.offset() + "}");
    }

    private void json(String object) {
        for (byte value : object.getBytes(StandardCharsets.UTF_8)) {
            // Within a string they would be escaped.
            out.write(value == '\n' || value == '\r' ? ' ' : value);
        }
    }

    private void text(String text) {
        out.write('"');
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (value == '"' || value == '\\') {
                out.write('\\');
                out.write(value);
            } else if (value >= 0 && value < ' ') {
                control(value);
            } else {
                out.write(value);
            }
        }
        out.write('"');
    }

    private void control(byte value) {
        out.write('\\');
        switch (value) {
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            default -> {
                ascii("u00");
                out.write(HEX[value >> 4]);
                out.write(HEX[value & 0xF]);
            }
        }
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
