package io.tidemark.lake.care;

import io.tidemark.lake.table.Columns;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.schema.MessageType;

/**
 * One data file with the rows of several. Rows are sorted by their event time as they come, so many at a time as fit into
 * memory whatever the size of the files: since the files come in the order of their first event, that is nearly all.
 */
final class SortedFile {
    /** How many rows are sorted at a time; those of events take some kilobytes each. */
    static final int ROWS_SORTED_TOGETHER = 50_000;

    private static final Comparator<Record> BY_TIME = Comparator.comparing(
            row -> (OffsetDateTime) row.getField(Columns.EVENT_TIME), Comparator.nullsFirst(Comparator.naturalOrder()));

    private SortedFile() {}

    /**
     * Writes the file, as the table says that files are to be written; it is not the table's yet.
     *
     * @param files of one partition, in the order in which they are read
     */
    static DataFile write(Table table, List<DataFile> files) throws IOException {
        Schema schema = table.schema();
        PartitionSpec spec = table.spec();
        StructLike partition = files.get(0).partition();
        String name = "compacted-" + table.currentSnapshot().snapshotId() + "-"
                + PlanHash.of(files.stream().map(DataFile::location).toList()) + ".parquet";
        String location = spec.isPartitioned()
                ? table.locationProvider().newDataLocation(spec, partition, name)
                : table.locationProvider().newDataLocation(name);
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .withSpec(spec)
                .withPartition(partition)
                .createWriterFunc(GenericParquetWriter::create)
                // What lies there is of an attempt that was cut off, at the same head with the same files.
                .overwrite()
                .build();
        boolean sorted = schema.findField(Columns.EVENT_TIME) != null;
        try (writer) {
            List<Record> rows = new ArrayList<>();
            for (DataFile file : files) {
                try (CloseableIterable<Record> records = rows(table, file)) {
                    for (Record row : records) {
                        rows.add(row);
                        if (rows.size() == ROWS_SORTED_TOGETHER) {
                            flush(rows, sorted, writer);
                        }
                    }
                }
            }
            flush(rows, sorted, writer);
        }
        return writer.toDataFile();
    }

    private static CloseableIterable<Record> rows(Table table, DataFile file) {
        Schema schema = table.schema();
        return Parquet.read(table.io().newInputFile(file.location()))
                .project(schema)
                .createReaderFunc((MessageType inFile) -> GenericParquetReaders.buildReader(schema, inFile))
                .build();
    }

    private static void flush(List<Record> rows, boolean sorted, DataWriter<Record> writer) {
        if (sorted) {
            rows.sort(BY_TIME);
        }
        rows.forEach(writer::write);
        rows.clear();
    }
}
