package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.ConsistentCut;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of the tables at one cut, read column by column as far as they are asked for. */
final class Rows {
    private final Map<LakeTable, Table> tables;
    private final ConsistentCut cut;
    private final @Nullable Proven since;

    /** All rows of the cut. */
    Rows(Map<LakeTable, Table> tables, ConsistentCut cut) {
        this(tables, cut, null);
    }

    private Rows(Map<LakeTable, Table> tables, ConsistentCut cut, @Nullable Proven since) {
        this.tables = tables;
        this.cut = cut;
        this.since = since;
    }

    /** The rows that came between a moment and the cut that it {@linkplain Proven#leadsTo leads to}. */
    static Rows since(Map<LakeTable, Table> tables, Proven since, ConsistentCut cut) {
        return new Rows(tables, cut, since);
    }

    /** The rows that came before these; null where these are all. */
    @Nullable
    Rows earlier() {
        return since == null ? null : new Rows(tables, new ConsistentCut(since.snapshots(), 0, null, Map.of()));
    }

    /**
     * Hands every row to the reader, in no particular order. Reads Parquet itself rather than through Iceberg's generic
     * reader, which does not start without the ORC libraries.
     *
     * @param columns the columns that the reader asks for, by their positions in this list
     * @param reader must not keep the row, which is used again for the next
     * @return how many rows there were
     * @throws LakeFailure if a file cannot be read
     */
    long read(LakeTable name, List<String> columns, Consumer<Row> reader) {
        Schema schema = Objects.requireNonNull(tables.get(name)).schema();
        Schema projection = new Schema(columns.stream().map(schema::findField).toList());
        Row row = new Row();
        return read(name, projection, record -> {
            row.record = record;
            reader.accept(row);
        });
    }

    /** Hands every row with all its columns to the reader, as {@link #read} does. */
    long readWhole(LakeTable name, Consumer<Record> reader) {
        return read(name, Objects.requireNonNull(tables.get(name)).schema(), reader);
    }

    private long read(LakeTable name, Schema projection, Consumer<Record> reader) {
        Long snapshot = cut.snapshot(name);
        Table table = Objects.requireNonNull(tables.get(name));
        Long from = since == null ? null : Long.valueOf(since.snapshot(name));
        return snapshot == null ? 0 : scan(table, from, snapshot, projection, reader);
    }

    /**
     * Hands every row of a table at a snapshot to the reader, in no particular order.
     *
     * @param reader must not keep the record, which is used again for the next
     * @return how many rows there were
     * @throws LakeFailure if a file cannot be read
     */
    static long scan(Table table, long snapshot, Schema projection, Consumer<Record> reader) {
        return scan(table, null, snapshot, projection, reader);
    }

    private static long scan(
            Table table, @Nullable Long from, long snapshot, Schema projection, Consumer<Record> reader) {
        String tried = "Could not read the table " + table.name() + " at snapshot " + snapshot;
        try (CloseableIterable<FileScanTask> files = files(table, from, snapshot)) {
            long count = 0;
            for (FileScanTask file : files) {
                refuseDeletes(tried, file);
                count += read(table.io().newInputFile(file.file().location()), projection, reader);
            }
            return count;
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
    }

    private static CloseableIterable<FileScanTask> files(Table table, @Nullable Long from, long snapshot) {
        if (from == null) {
            return table.newScan().useSnapshot(snapshot).planFiles();
        }
        // Of compaction it sees nothing: files that only hold rows of others are not appended.
        return from == snapshot
                ? CloseableIterable.empty()
                : table.newIncrementalAppendScan()
                        .fromSnapshotExclusive(from)
                        .toSnapshot(snapshot)
                        .planFiles();
    }

    private static void refuseDeletes(String tried, FileScanTask file) {
        if (!file.deletes().isEmpty()) {
            throw new LakeFailure(
                    tried,
                    "rows of the file " + file.file().location() + " were deleted by something else",
                    "Tidemark only appends: find out what deletes rows, and go back to a snapshot before it.",
                    null);
        }
    }

    private static long read(InputFile file, Schema projection, Consumer<Record> reader) throws IOException {
        long count = 0;
        try (CloseableIterable<Record> records = Parquet.read(file)
                .project(projection)
                .createReaderFunc((MessageType inFile) -> GenericParquetReaders.buildReader(projection, inFile))
                .reuseContainers()
                .build()) {
            for (Record each : records) {
                reader.accept(each);
                count++;
            }
        }
        return count;
    }

    /** One row; values by the position of their column in the list that was asked for. */
    static final class Row {
        private @Nullable Record record;

        long number(int position) {
            return (Long) value(position);
        }

        int integer(int position) {
            return (Integer) value(position);
        }

        String text(int position) {
            return (String) value(position);
        }

        @Nullable
        Long numberOrNull(int position) {
            return (Long) valueOrNull(position);
        }

        @Nullable
        String textOrNull(int position) {
            return (String) valueOrNull(position);
        }

        /** The place that stands in three columns from this position on. */
        Place place(int position) {
            return new Place(integer(position), integer(position + 1), number(position + 2));
        }

        private Object value(int position) {
            return Objects.requireNonNull(valueOrNull(position));
        }

        private @Nullable Object valueOrNull(int position) {
            return Objects.requireNonNull(record).get(position);
        }
    }
}
