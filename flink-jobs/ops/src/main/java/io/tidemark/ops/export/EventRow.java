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
        Integer position = positions.get(column);
        if (position == null || record == null) {
            return null;
        }
        Object value = record.get(position);
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
        return new LogPosition(
                (Integer) required(Columns.INGEST_EPOCH), (Integer) required(Columns.KAFKA_PARTITION), (Long)
                        required(Columns.KAFKA_OFFSET));
    }

    private Object required(String column) {
        return Objects.requireNonNull(value(column), column);
    }
}
