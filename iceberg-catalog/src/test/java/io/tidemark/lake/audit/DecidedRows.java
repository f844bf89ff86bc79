package io.tidemark.lake.audit;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Rows of the outcome tables, of which only the version, the times and what the record names matter. */
final class DecidedRows {
    private final Map<LakeTable, List<Map<String, Object>>> rows = new HashMap<>();
    private final FakeLog log = new FakeLog(1);

    /**
     * A record and the row that came of it.
     *
     * @param table where it is
     * @param named the version that the record names; 0 for none
     * @param version the version that the row says; null for none
     * @param received when it was received
     * @param timestamp Kafka's timestamp
     */
    record Row(LakeTable table, long named, @Nullable Long version, long received, long timestamp, boolean released) {
        Row(LakeTable table, long named, @Nullable Long version, long received) {
            this(table, named, version, received, received, false);
        }
    }

    DecidedRows() {
        LakeTable.outcomes().forEach(table -> rows.put(table, new ArrayList<>()));
    }

    FakeLog log() {
        return log;
    }

    LogPosition add(Row row) {
        return add(row, "filtered");
    }

    LogPosition add(Row row, String reason) {
        Story story = new Story();
        switch (row.table()) {
            case EVENTS -> story.event(0, "d", null);
            case DUPLICATES -> story.duplicate(0, new LogPosition(1, 0, 0));
            case THROTTLED -> story.throttled(0);
            case DEAD_LETTERS -> story.rejected(0, reason);
            default -> throw new AssertionError(row.table() + " is no outcome");
        }
        String value = SimpleVersions.value(row.named(), row.received());
        Map<String, Object> columns = story.rows(row.table()).get(0);
        long offset = log.end(0);
        log.record(0, value);
        columns.put(Columns.KAFKA_OFFSET, offset);
        columns.put(Columns.SERVER_UPLOAD_TIME, time(row.timestamp()));
        if (row.version() != null) {
            columns.put(Columns.CONFIG_VERSION, row.version());
        }
        if (row.released()) {
            columns.put(Columns.RELEASED_FROM, place(row.table()));
        }
        if (row.table() == LakeTable.DEAD_LETTERS) {
            columns.put(Columns.RAW, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        } else {
            columns.put(Columns.SERVER_RECEIVED_TIME, time(row.received()));
            if (row.table() != LakeTable.EVENTS) {
                columns.put(Columns.RAW, value);
            }
        }
        rows.get(row.table()).add(columns);
        return new LogPosition(1, 0, offset);
    }

    /** The rows of a table, by their columns. */
    List<Map<String, Object>> of(LakeTable table) {
        return rows.get(table);
    }

    MemoryTables tables() {
        MemoryTables tables = new MemoryTables();
        rows.forEach(tables::append);
        return tables;
    }

    private static Record place(LakeTable table) {
        Record place = GenericRecord.create(
                table.schema().findType(Columns.RELEASED_FROM).asStructType());
        place.setField(Columns.INGEST_EPOCH, 1);
        place.setField(Columns.KAFKA_PARTITION, 0);
        place.setField(Columns.KAFKA_OFFSET, 0L);
        return place;
    }

    private static OffsetDateTime time(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
