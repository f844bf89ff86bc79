package io.tidemark.job.bootstrap;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.schema.MessageType;

/**
 * One data file of a table.
 *
 * @param name which table
 * @param table the table
 * @param file the file
 */
record TableFile(LakeTable name, Table table, FileScanTask file) {
    /**
     * The files of a table at a cut.
     *
     * @param filter leaves files out in which no row can hold it; rows of the others are not looked at
     * @throws LakeFailure if the table's metadata cannot be read, or if rows of it were deleted by something else
     */
    static List<TableFile> of(Lake lake, ConsistentCut cut, LakeTable name, Expression filter) {
        Long snapshot = cut.snapshot(name);
        if (snapshot == null) {
            return List.of();
        }
        Table table = lake.table(name);
        String tried = "Could not read the table " + table.name() + " at snapshot " + snapshot;
        TableScan scan = table.newScan().useSnapshot(snapshot).filter(filter);
        if (name.isOutcome()) {
            scan = scan.includeColumnStats(List.of(Columns.SERVER_UPLOAD_TIME));
        }
        List<TableFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            for (FileScanTask task : tasks) {
                refuseDeletes(tried, task);
                files.add(new TableFile(name, table, task));
            }
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
        return files;
    }

    private static void refuseDeletes(String tried, FileScanTask task) {
        if (!task.deletes().isEmpty()) {
            throw new LakeFailure(
                    tried,
                    "rows of the file " + task.file().location() + " were deleted by something else",
                    "Tidemark only appends: find out what deletes rows, and go back to a snapshot before it.",
                    null);
        }
    }

    /** How many rows the file has. */
    long rows() {
        return file.file().recordCount();
    }

    /**
     * Hands over every row, in the order of the file.
     *
     * @param columns the columns that are read; by their positions in this list
     * @param later those of them that table and file may lack
     * @throws LakeFailure if the file cannot be read
     */
    void read(List<String> columns, Set<String> later, Consumer<ColumnReader> reader) {
        Schema projection = table.schema().select(columns);
        String location = file.file().location();
        try (CloseableIterable<ColumnReader> rows = Parquet.read(table.io().newInputFile(location))
                .project(projection)
                .createReaderFunc((MessageType inFile) -> ColumnReader.of(projection, inFile, columns, later))
                .reuseContainers()
                .build()) {
            rows.forEach(reader);
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not read the file " + location + " of the table " + table.name(), e);
        }
    }
}
