package io.tidemark.ops.sql;

import io.tidemark.lake.table.Columns;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** A row with a value in each column that must have one, and in those that came with a later release. */
public final class SampleRow {
    /** The version of the service configuration by which every such row was decided. */
    public static final long CONFIG_VERSION = 7;

    private static final OffsetDateTime TIME = OffsetDateTime.parse("2024-03-01T10:00:00Z");

    private SampleRow() {}

    /**
     * The values in the order of the columns.
     *
     * @param offset of the record in the log, from 1 where the columns of a later release are there
     */
    public static List<@Nullable Object> of(Schema schema, long offset) {
        List<@Nullable Object> row = new ArrayList<>();
        for (NestedField column : schema.columns()) {
            row.add(value(column, offset));
        }
        return row;
    }

    private static @Nullable Object value(NestedField column, long offset) {
        if (column.name().equals(Columns.CONFIG_VERSION)) {
            return CONFIG_VERSION;
        }
        if (column.name().equals(Columns.AMPLITUDE_ID)) {
            return 5L;
        }
        if (column.isOptional() && !column.type().isStructType()) {
            return null;
        }
        return switch (column.type().typeId()) {
            case STRING -> column.name();
            case LONG -> offset;
            case INTEGER -> column.name().equals(Columns.INGEST_EPOCH) ? 1 : 0;
            case BOOLEAN -> false;
            case TIMESTAMP -> TIME.plusSeconds(offset);
            case STRUCT ->
                GenericRecord.create(column.type().asStructType())
                        .copy(Map.of(
                                Columns.INGEST_EPOCH, 1, Columns.KAFKA_PARTITION, 0, Columns.KAFKA_OFFSET, offset - 1));
            default -> throw new IllegalStateException("No value for " + column);
        };
    }
}
