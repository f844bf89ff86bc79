package io.tidemark.lake.audit;

import io.tidemark.lake.table.Columns;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Rows with values in the columns that came later. */
public final class LaterRows {
    private LaterRows() {}

    /** The row with a version of the configuration, and the place from where it was let back in. */
    public static Map<String, Object> with(Table table, Map<String, Object> row, long version, long offset) {
        Map<String, Object> later = new HashMap<>(row);
        later.put(Columns.CONFIG_VERSION, version);
        later.put(Columns.RELEASED_FROM, place(table, offset));
        return later;
    }

    private static Record place(Table table, long offset) {
        GenericRecord place = GenericRecord.create(
                table.schema().findField(Columns.RELEASED_FROM).type().asStructType());
        place.setField(Columns.INGEST_EPOCH, 1);
        place.setField(Columns.KAFKA_PARTITION, 2);
        place.setField(Columns.KAFKA_OFFSET, offset);
        return place;
    }
}
