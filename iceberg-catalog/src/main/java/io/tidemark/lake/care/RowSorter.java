package io.tidemark.lake.care;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.IcebergDecoder;
import org.apache.iceberg.data.avro.IcebergEncoder;

/**
 * Sorts rows of any number in memory of a fixed size: what does not fit is written, sorted, to files in a directory of its
 * own, and merged in the end. Rows of one place in the order stay as they came. To be closed, which deletes the directory.
 */
final class RowSorter implements Closeable {
    /** How much memory the rows take that wait to be sorted, about. */
    static final long MEMORY_BYTES = 192L << 20;

    // So many files are open at once at most.
    private static final int MERGED_AT_ONCE = 64;
    // What a row takes in memory beside its bytes.
    private static final int ROW_BYTES = 96;

    private static final Comparator<Cursor> NEXT =
            Comparator.comparing(Cursor::key).thenComparingInt(cursor -> cursor.number);

    private final RowOrder order;
    private final long memory;
    private final IcebergEncoder<Record> encoder;
    private final IcebergDecoder<Record> decoder;
    private final Path directory;
    private final List<Path> runs = new ArrayList<>();
    private List<Row> rows = new ArrayList<>();
    private long bytes;
    private int made;

    /**
     * A sorter of a table's rows.
     *
     * @param memory how many bytes of memory rows may take
     * @param directory an empty one
     */
    RowSorter(Schema schema, RowOrder order, long memory, Path directory) {
        this.order = order;
        this.memory = memory;
        this.encoder = new IcebergEncoder<>(schema);
        this.decoder = new IcebergDecoder<>(schema);
        this.directory = directory;
    }

    /** Takes a row when its turn has come. */
    interface Taker {
        void take(Record row) throws IOException;
    }

    /** A row in the bytes of Avro, which take a fraction of what its values take as objects. */
    private record Row(RowOrder.Key key, byte[] bytes) {}

    private interface Output {
        void take(Row row) throws IOException;
    }

    /** Adds a row. */
    void add(Record row) throws IOException {
        byte[] encoded = encoder.encode(row).array();
        rows.add(new Row(order.key(row), encoded));
        bytes += encoded.length + ROW_BYTES;
        if (bytes >= memory) {
            spill();
        }
    }

    /** How many files were written for want of memory and are still there. */
    int runs() {
        return runs.size();
    }

    /** Hands over all rows in their order; nothing can be added any more. */
    void drain(Taker taker) throws IOException {
        if (runs.isEmpty()) {
            rows.sort(Comparator.comparing(Row::key));
            for (Row row : rows) {
                taker.take(decode(row.bytes()));
            }
        } else {
            spill();
            merge(runs, row -> taker.take(decode(row.bytes())));
        }
    }

    private Record decode(byte[] encoded) throws IOException {
        return decoder.decode(new ByteArrayInputStream(encoded), null);
    }

    private void spill() throws IOException {
        rows.sort(Comparator.comparing(Row::key));
        List<Row> sorted = rows;
        rows = new ArrayList<>();
        bytes = 0;
        runs.add(write(file -> {
            for (Row row : sorted) {
                put(row, file);
            }
        }));
        if (runs.size() == MERGED_AT_ONCE) {
            List<Path> merged = List.copyOf(runs);
            Path one = write(file -> merge(merged, row -> put(row, file)));
            runs.clear();
            runs.add(one);
            for (Path run : merged) {
                Files.delete(run);
            }
        }
    }

    private interface Content {
        void write(DataOutputStream file) throws IOException;
    }

    private Path write(Content content) throws IOException {
        Path run = directory.resolve(Integer.toString(made++));
        try (DataOutputStream file =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), 1 << 16))) {
            content.write(file);
        }
        return run;
    }

    private static void put(Row row, DataOutputStream file) throws IOException {
        file.writeInt(row.bytes().length);
        file.writeLong(row.key().time());
        file.writeLong(row.key().person());
        file.write(row.bytes());
    }

    // Rows of an earlier run came earlier: of equal keys theirs is first.
    private static void merge(List<Path> sorted, Output output) throws IOException {
        List<Cursor> open = new ArrayList<>();
        try {
            PriorityQueue<Cursor> queue = new PriorityQueue<>(NEXT);
            for (Path run : sorted) {
                Cursor cursor = new Cursor(run, open.size());
                open.add(cursor);
                if (cursor.advance()) {
                    queue.add(cursor);
                }
            }
            while (!queue.isEmpty()) {
                Cursor first = queue.remove();
                output.take(first.row);
                if (first.advance()) {
                    queue.add(first);
                }
            }
        } finally {
            for (Cursor cursor : open) {
                cursor.file.close();
            }
        }
    }

    private static final class Cursor {
        private static final Row NONE = new Row(new RowOrder.Key(0, 0), new byte[0]);

        private final DataInputStream file;
        private final int number;
        private long left;
        private Row row = NONE;

        Cursor(Path run, int number) throws IOException {
            this.left = Files.size(run);
            this.number = number;
            this.file = new DataInputStream(new BufferedInputStream(Files.newInputStream(run), 1 << 16));
        }

        RowOrder.Key key() {
            return row.key();
        }

        boolean advance() throws IOException {
            if (left == 0) {
                return false;
            }
            byte[] encoded = new byte[file.readInt()];
            RowOrder.Key key = new RowOrder.Key(file.readLong(), file.readLong());
            file.readFully(encoded);
            row = new Row(key, encoded);
            left -= Integer.BYTES + 2 * Long.BYTES + encoded.length;
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        try (var left = Files.list(directory)) {
            for (Path run : left.toList()) {
                Files.delete(run);
            }
        }
        Files.delete(directory);
    }
}
