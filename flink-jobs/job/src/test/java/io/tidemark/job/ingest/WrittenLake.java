package io.tidemark.job.ingest;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** The operator's rows put into a lake by Iceberg's own writer, without a job. */
final class WrittenLake {
    private WrittenLake() {}

    /** Appends the rows of every table, cut into so many files. */
    static void append(Lake lake, Map<LakeTable, List<Map<String, Object>>> rows, int files) {
        rows.forEach((name, all) -> {
            Table table = lake.table(name);
            AppendFiles append = table.newAppend();
            for (int file = 0; file < files; file++) {
                int from = all.size() * file / files;
                int to = all.size() * (file + 1) / files;
                if (from < to) {
                    append.appendFile(write(table, file, all.subList(from, to)));
                }
            }
            append.commit();
        });
    }

    private static DataFile write(Table table, int number, List<Map<String, Object>> rows) {
        Schema schema = table.schema();
        String path = table.location() + "/data/" + number + "-" + rows.size() + "-" + rows.hashCode() + ".parquet";
        try {
            DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(path))
                    .schema(schema)
                    .createWriterFunc(GenericParquetWriter::create)
                    .withSpec(PartitionSpec.unpartitioned())
                    .build();
            try (writer) {
                rows.forEach(row -> writer.write(record(schema, row)));
            }
            return writer.toDataFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Record record(Schema schema, Map<String, Object> row) {
        GenericRecord record = GenericRecord.create(schema);
        for (NestedField column : schema.columns()) {
            record.setField(column.name(), value(column, row.get(column.name())));
        }
        return record;
    }

    private static @Nullable Object value(NestedField column, @Nullable Object value) {
        if (value instanceof LogPosition place) {
            GenericRecord record = GenericRecord.create(column.type().asStructType());
            record.set(0, place.generation());
            record.set(1, place.partition());
            record.set(2, place.offset());
            return record;
        }
        if (value instanceof Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }
        return value instanceof ByteBuffer bytes ? bytes.duplicate() : value;
    }
}
