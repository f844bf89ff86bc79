package io.tidemark.job.topology;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** All rows in the order of the log, every column, with bytes that can be compared. */
    public static List<Map<String, Object>> inOrder(Lake lake, LakeTable table) {
        List<Map<String, Object>> rows = of(lake, table);
        rows.forEach(row -> row.replaceAll(
                (column, value) -> value instanceof ByteBuffer bytes ? ByteBuffer.wrap(copy(bytes)) : value));
        return sorted(rows);
    }

    /** The rows in the order of the log. */
    public static List<Map<String, Object>> sorted(List<Map<String, Object>> rows) {
        return rows.stream()
                .sorted(Comparator.<Map<String, Object>>comparingInt(row -> (Integer) row.get("kafka_partition"))
                        .thenComparingLong(row -> (Long) row.get("kafka_offset")))
                .toList();
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
