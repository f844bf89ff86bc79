package io.tidemark.job.replay;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.codec.EventEncoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.RawRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/**
 * From a row of an outcome table to the record that ended there. Of duplicates, throttled events and dead letters the
 * table has the bytes; an accepted event is written as JSON again, not letter by letter as it was sent, but so that the
 * same comes of it.
 */
final class ReplayRows {
    private final EventEncoder encoder = new EventEncoder();
    private final DeviceKeyScanner scanner;
    private final Event event = new Event();

    ReplayRows(boolean byProject) {
        scanner = new DeviceKeyScanner(byProject);
    }

    /** The record. */
    RawRecord record(LakeTable table, Record row) {
        byte[] value =
                switch (table) {
                    case EVENTS -> accepted(row);
                    case DUPLICATES, THROTTLED -> bytes((String) row.getField(Columns.RAW));
                    case DEAD_LETTERS -> bytes((ByteBuffer) row.getField(Columns.RAW));
                    case IDENTITIES, MERGE_IDS, IDENTITY_OVERRIDES, SERVICE_CONFIG ->
                        throw new IllegalArgumentException("No record ends in " + table.tableName());
                };
        byte[] key = table == LakeTable.DEAD_LETTERS
                ? bytes((ByteBuffer) row.getField(Columns.KAFKA_KEY))
                : value == null ? null : scanner.key(value);
        return new RawRecord(
                (Integer) row.getField(Columns.KAFKA_PARTITION),
                (Long) row.getField(Columns.KAFKA_OFFSET),
                millis(row, Columns.SERVER_UPLOAD_TIME),
                scanner.hash(value),
                key,
                value);
    }

    private byte[] accepted(Record row) {
        event.clear();
        for (Field field : Field.all()) {
            String column = field == Field.TIME ? Columns.CLIENT_EVENT_TIME : field.jsonName();
            Object value = row.getField(column);
            if (value != null) {
                put(field, value);
            }
        }
        // The column has the record's timestamp where nothing was sent, and that comes along anyway.
        if (event.whole(Field.SERVER_RECEIVED_TIME) == millis(row, Columns.SERVER_UPLOAD_TIME)) {
            event.remove(Field.SERVER_RECEIVED_TIME);
        }
        String extra = (String) row.getField(Columns.EXTRA);
        if (extra != null) {
            event.putExtra(extra.getBytes(StandardCharsets.UTF_8));
        }
        return encoder.encode(event);
    }

    private void put(Field field, Object value) {
        switch (field.kind()) {
            case ID, TEXT, OBJECT, GROUPS -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                event.put(field, text, 0, text.length);
            }
            case MILLIS -> event.put(field, millis(value));
            case INTEGER -> event.put(field, (long) (Long) value);
            case NUMBER -> event.put(field, (double) (Double) value);
        }
    }

    private static long millis(Record row, String column) {
        return millis(row.getField(column));
    }

    private static long millis(Object time) {
        return ((OffsetDateTime) time).toInstant().toEpochMilli();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer some) {
        if (some == null) {
            return null;
        }
        byte[] copy = new byte[some.remaining()];
        some.duplicate().get(copy);
        return copy;
    }
}
