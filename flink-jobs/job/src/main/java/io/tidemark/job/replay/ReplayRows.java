package io.tidemark.job.replay;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.codec.EventEncoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
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
 *
 * <p>The record says by which version of the service configuration it was decided ({@link RawRecord#decidedBy}), and is
 * decided by that again. An accepted event is written without a {@code config_version}, for its column does not tell
 * whether the event named one itself; and, once the tables have the columns of the pipeline's own fields, without what was
 * kept in {@code extra} under the names of these before, for it would be read as what it never was.
 */
final class ReplayRows {
    private final EventEncoder encoder = new EventEncoder();
    private final DeviceKeyScanner scanner;
    private final Event event = new Event();
    private final OtherMembers others = new OtherMembers();

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
                value,
                decidedBy(table, row));
    }

    // A table of an earlier release has no such column.
    private static long decidedBy(LakeTable table, Record row) {
        if (table == LakeTable.DEAD_LETTERS && Field.CONFIG_VERSION.jsonName().equals(row.getField(Columns.FIELD))) {
            return RawRecord.BY_UNKNOWN_VERSION;
        }
        Long version = (Long) row.getField(Columns.CONFIG_VERSION);
        return version == null ? RawRecord.WITHOUT_CONFIGURATION : version;
    }

    private byte[] accepted(Record row) {
        event.clear();
        for (Field field : Field.all()) {
            String column = field == Field.TIME ? Columns.CLIENT_EVENT_TIME : field.jsonName();
            Object value = row.getField(column);
            if (value != null && field != Field.CONFIG_VERSION) {
                put(field, value);
            }
        }
        // The column has the record's timestamp where nothing was sent, and that comes along anyway.
        if (event.whole(Field.SERVER_RECEIVED_TIME) == millis(row, Columns.SERVER_UPLOAD_TIME)) {
            event.remove(Field.SERVER_RECEIVED_TIME);
        }
        String extra = (String) row.getField(Columns.EXTRA);
        if (extra != null) {
            byte[] members = extra.getBytes(StandardCharsets.UTF_8);
            if (row.struct().field(Columns.RELEASED_FROM) == null) {
                event.putExtra(members);
            } else {
                others.put(event, members);
            }
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
            case PLACE -> event.put(field, place((Record) value));
        }
    }

    private static LogPosition place(Record place) {
        return new LogPosition(
                (Integer) place.getField(Columns.INGEST_EPOCH),
                (Integer) place.getField(Columns.KAFKA_PARTITION),
                (Long) place.getField(Columns.KAFKA_OFFSET));
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
