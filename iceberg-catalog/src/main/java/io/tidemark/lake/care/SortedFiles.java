package io.tidemark.lake.care;

import io.tidemark.lake.care.RowOrder.Span;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.read.ExternalSort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Data files with the rows of others, in the order of the table: no row of a later file belongs before one of an
 * earlier file. Memory does not grow with the number of rows.
 */
final class SortedFiles {
    private final Table table;
    private final List<DataFile> files;
    private final long rowsInEach;
    private final RowOrder order;
    private final Span body;
    private final List<DataFile> written = new ArrayList<>();

    private SortedFiles(Table table, List<DataFile> files, int into) {
        this.table = table;
        this.files = files;
        this.order = new RowOrder(table.schema());
        this.body = order.body(files);
        long rows = files.stream().mapToLong(DataFile::recordCount).sum();
        this.rowsInEach = Math.max(1, (rows + into - 1) / into);
    }

    /**
     * Writes the files, as the table says that files are to be written; they are not the table's yet.
     *
     * @param files of one partition, in the order in which they are read, with what they say of {@link
     *     RowOrder#columns}
     * @param into how many are written, of as many rows each; rows whose clock is wrong get files of their own
     * @param memory how many bytes of memory rows may take while they wait to be sorted
     */
    static List<DataFile> write(Table table, List<DataFile> files, int into, long memory) throws IOException {
        SortedFiles sorted = new SortedFiles(table, files, into);
        try {
            sorted.write(memory);
            return sorted.written;
        } catch (IOException | RuntimeException e) {
            sorted.written.forEach(file -> table.io().deleteFile(file.location()));
            throw e;
        }
    }

    private void write(long memory) throws IOException {
        try (Output output = new Output()) {
            if (!order.isSome()) {
                read(output::take);
                return;
            }
            Path directory = Files.createTempDirectory("tidemark-sort-");
            try (RowSorter sorter = new RowSorter(table.schema(), order, memory, directory)) {
                read(sorter::add);
                sorter.drain(output::take);
            }
        }
    }

    private void read(ExternalSort.Consumer<Record> consumer) throws IOException {
        Schema schema = table.schema();
        for (DataFile file : files) {
            try (CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(file.location()))
                    .project(schema)
                    .createReaderFunc((MessageType inFile) -> GenericParquetReaders.buildReader(schema, inFile))
                    .build()) {
                for (Record row : rows) {
                    consumer.accept(row);
                }
            }
        }
    }

    private DataWriter<Record> open(int number) throws IOException {
        PartitionSpec spec = table.spec();
        StructLike partition = files.get(0).partition();
        String name = "compacted-" + table.currentSnapshot().snapshotId() + "-"
                + PlanHash.of(files.stream().map(DataFile::location).toList())
                + "-" + number + ".parquet";
        String location = spec.isPartitioned()
                ? table.locationProvider().newDataLocation(spec, partition, name)
                : table.locationProvider().newDataLocation(name);
        return Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .withSpec(spec)
                .withPartition(partition)
                .createWriterFunc(GenericParquetWriter::create)
                // What is there is of an attempt that was interrupted, at the same head with the same files.
                .overwrite()
                .build();
    }

    /** The file that is being written, and after it the next. */
    private final class Output implements AutoCloseable {
        private @Nullable DataWriter<Record> writer;
        private long rows;
        private int side;

        void take(Record row) throws IOException {
            int at = order.isSome() ? body.side(order.key(row).time()) : 0;
            if (rows == rowsInEach || at != side) {
                close();
                rows = 0;
                side = at;
            }
            DataWriter<Record> open = writer;
            if (open == null) {
                open = open(written.size());
                writer = open;
            }
            open.write(row);
            rows++;
        }

        @Override
        public void close() throws IOException {
            DataWriter<Record> open = writer;
            if (open != null) {
                writer = null;
                open.close();
                written.add(open.toDataFile());
            }
        }
    }
}
