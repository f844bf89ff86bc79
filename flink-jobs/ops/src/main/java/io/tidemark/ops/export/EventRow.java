package io.tidemark.ops.export;

import io.tidemark.lake.table.Columns;
import io.tidemark.ops.archive.RowWriter;
import io.tidemark.rules.event.LogPosition;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** A row of {@code events} or {@code merge_ids}, shown record after record. */
final class EventRow implements RowWriter.Row {
    private static final long MILLIS_PER_HOUR = 3_600_000;

    private final Map<String, Integer> positions = new HashMap<>();
    private @Nullable Record record;

    EventRow(Schema schema) {
        List<NestedField> columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).name(), i);
        }
    }

    EventRow show(Record next) {
        record = next;
        return this;
    }

    @Override
    public @Nullable Object value(String column) {
        Integer at = positions.get(column);
        if (at == null || record == null) {
            return null;
        }
        Object value = record.get(at);
        if (value instanceof Record position) {
            return place(
                    position.getField(Columns.INGEST_EPOCH),
                    position.getField(Columns.KAFKA_PARTITION),
                    position.getField(Columns.KAFKA_OFFSET));
        }
        return value instanceof OffsetDateTime time ? time.toInstant() : value;
    }

    /** When it reached the log, ms since the epoch. */
    long uploaded() {
        Integer position = Objects.requireNonNull(positions.get(Columns.SERVER_UPLOAD_TIME));
        return ((OffsetDateTime) Objects.requireNonNull(record).get(position))
                .toInstant()
                .toEpochMilli();
    }

    static long hour(long millis) {
        return Math.floorDiv(millis, MILLIS_PER_HOUR);
    }

    String project() {
        return (String) required(Columns.PROJECT_ID);
    }

    @Nullable
    Long person() {
        return (Long) value(Columns.AMPLITUDE_ID);
    }

    LogPosition place() {
        return place(required(Columns.INGEST_EPOCH), required(Columns.KAFKA_PARTITION), required(Columns.KAFKA_OFFSET));
    }

    private static LogPosition place(Object epoch, Object partition, Object offset) {
        return new LogPosition((Integer) epoch, (Integer) partition, (Long) offset);
    }

    private Object required(String column) {
        return Objects.requireNonNull(value(column), column);
    }
}
