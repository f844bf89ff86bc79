package io.tidemark.job.topology;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;

/** Rows of a lake's tables as maps by column name, read without Flink. */
public final class LakeRows {
    private LakeRows() {}

    /** Every row of a table. */
    public static List<Map<String, Object>> of(Lake lake, LakeTable table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (var records = IcebergGenerics.read(lake.table(table)).build()) {
            for (Record record : records) {
                Map<String, Object> row = new HashMap<>();
                record.struct().fields().forEach(field -> row.put(field.name(), record.getField(field.name())));
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
