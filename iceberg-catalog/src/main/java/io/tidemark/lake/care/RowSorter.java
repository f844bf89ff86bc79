package io.tidemark.lake.care;

import io.tidemark.lake.read.ExternalSort;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.IcebergDecoder;
import org.apache.iceberg.data.avro.IcebergEncoder;

/** Sorts a table's rows in their {@link RowOrder}, as bytes of Avro, which take a fraction of what values take as objects. */
final class RowSorter implements Closeable {
    /** How much memory the rows take that wait to be sorted, about. */
    static final long MEMORY_BYTES = 192L << 20;

    private final RowOrder order;
    private final IcebergEncoder<Record> encoder;
    private final IcebergDecoder<Record> decoder;
    private final ExternalSort<Row> sort;

    private record Row(RowOrder.Key key, byte[] bytes) {}

    /**
     * A sorter of a table's rows.
     *
     * @param memory how many bytes of memory rows may take
     * @param directory an empty one, which is deleted in the end
     */
    RowSorter(Schema schema, RowOrder order, long memory, Path directory) throws IOException {
        this.order = order;
        this.encoder = new IcebergEncoder<>(schema);
        this.decoder = new IcebergDecoder<>(schema);
        this.sort = new ExternalSort<>(new Format(), memory, directory);
    }

    /** Adds a row. */
    void add(Record row) throws IOException {
        sort.add(new Row(order.key(row), encoder.encode(row).array()));
    }

    /** How many files were written for want of memory. */
    int runs() {
        return sort.runs();
    }

    /** Hands over all rows in their order; nothing can be added any more. */
    void drain(ExternalSort.Consumer<Record> consumer) throws IOException {
        sort.forEach(row -> consumer.accept(decoder.decode(new ByteArrayInputStream(row.bytes()), null)));
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }

    private static final class Format implements ExternalSort.Format<Row> {
        // What a row takes in memory beside its bytes.
        private static final long ROW_BYTES = 96;

        @Override
        public Comparator<Row> order() {
            return Comparator.comparing(Row::key);
        }

        @Override
        public long size(Row row) {
            return row.bytes().length + ROW_BYTES;
        }

        @Override
        public void write(Row row, DataOutputStream out) throws IOException {
            out.writeInt(row.bytes().length);
            out.writeLong(row.key().time());
            out.writeLong(row.key().person());
            out.write(row.bytes());
        }

        @Override
        public Row read(DataInputStream in) throws IOException {
            byte[] encoded = new byte[in.readInt()];
            RowOrder.Key key = new RowOrder.Key(in.readLong(), in.readLong());
            in.readFully(encoded);
            return new Row(key, encoded);
        }

        @Override
        public boolean isCompressed() {
            return false;
        }
    }
}
