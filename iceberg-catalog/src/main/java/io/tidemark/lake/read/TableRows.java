package io.tidemark.lake.read;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.schema.MessageType;

/**
 * The rows of a table, read without an engine. Reads Parquet itself rather than through Iceberg's generic reader, which
 * does not start without the ORC libraries.
 */
public final class TableRows {
    private TableRows() {}

    /**
     * Hands every row of a table at a snapshot to the reader, in no particular order.
     *
     * @param projection the columns that are read
     * @param reader must not keep the record, which is used again for the next
     * @return how many rows there were
     * @throws LakeFailure if a file cannot be read, or if rows of it were deleted
     */
    public static long read(Table table, long snapshot, Schema projection, Consumer<Record> reader) {
        return readWhere(table, snapshot, Expressions.alwaysTrue(), projection, reader);
    }

    /**
     * The same for some rows: files, and parts of files, in which no row can hold the filter are not read.
     *
     * @param filter rows that it does not hold for may come, and need not
     */
    public static long readWhere(
            Table table, long snapshot, Expression filter, Schema projection, Consumer<Record> reader) {
        return read(
                table,
                snapshot,
                table.newScan().useSnapshot(snapshot).filter(filter).planFiles(),
                filter,
                projection,
                reader);
    }

    /**
     * The same for about so many rows at the most: of more, whole files at even distances are read, and at least one.
     *
     * @param atMost about how many rows are read
     * @return whether all were read
     */
    public static boolean sampleWhere(
            Table table, long snapshot, Expression filter, Schema projection, long atMost, Consumer<Record> reader) {
        String tried = "Could not read the table " + table.name() + " at snapshot " + snapshot;
        List<FileScanTask> planned = new ArrayList<>();
        try (CloseableIterable<FileScanTask> files =
                table.newScan().useSnapshot(snapshot).filter(filter).planFiles()) {
            files.forEach(planned::add);
            long rows = planned.stream()
                    .mapToLong(each -> each.file().recordCount())
                    .sum();
            long step = Math.max(1, (rows + atMost - 1) / atMost);
            for (int at = 0; at < planned.size(); at++) {
                if (at % step == 0) {
                    FileScanTask file = planned.get(at);
                    refuseDeletes(tried, file);
                    read(table.io().newInputFile(file.file().location()), projection, filter, reader);
                }
            }
            return step == 1 || planned.size() <= 1;
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
    }

    /**
     * The same for the rows that were appended after an ancestor of the snapshot. Of compaction it sees nothing: files
     * that only hold rows of others are not appended.
     *
     * @param since the ancestor, or the snapshot itself
     */
    public static long readSince(Table table, long since, long snapshot, Schema projection, Consumer<Record> reader) {
        return since == snapshot
                ? 0
                : read(
                        table,
                        snapshot,
                        table.newIncrementalAppendScan()
                                .fromSnapshotExclusive(since)
                                .toSnapshot(snapshot)
                                .planFiles(),
                        Expressions.alwaysTrue(),
                        projection,
                        reader);
    }

    private static long read(
            Table table,
            long snapshot,
            CloseableIterable<FileScanTask> planned,
            Expression filter,
            Schema projection,
            Consumer<Record> reader) {
        String tried = "Could not read the table " + table.name() + " at snapshot " + snapshot;
        try (CloseableIterable<FileScanTask> files = planned) {
            long count = 0;
            for (FileScanTask file : files) {
                refuseDeletes(tried, file);
                InputFile input = table.io().newInputFile(file.file().location());
                count += read(input, projection, filter, reader);
            }
            return count;
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
    }

    /** Refuses a file of which rows were deleted: who reads the file alone would see them. */
    static void refuseDeletes(String tried, FileScanTask file) {
        if (!file.deletes().isEmpty()) {
            throw new LakeFailure(
                    tried,
                    "rows of the file " + file.file().location() + " were deleted by something else",
                    "Tidemark only appends: find out what deletes rows, and go back to a snapshot before it.",
                    null);
        }
    }

    /**
     * Hands the rows of a file to the reader.
     *
     * @param filter rows that it does not hold for may be left out, and need not be
     */
    static long read(InputFile file, Schema projection, Expression filter, Consumer<Record> reader) throws IOException {
        long count = 0;
        try (CloseableIterable<Record> records = Parquet.read(file)
                .project(projection)
                .filter(filter)
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
}
