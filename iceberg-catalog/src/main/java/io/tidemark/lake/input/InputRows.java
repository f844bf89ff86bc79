package io.tidemark.lake.input;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that people write: read whole, for there are few, and added to by one commit after the other. Of two
 * who add at the same time, one is refused.
 */
public final class InputRows {
    private final Lake lake;
    private final LakeTable name;

    /** The rows of this input. */
    public InputRows(Lake lake, LakeTable name) {
        this.lake = lake;
        this.name = name;
    }

    /**
     * All rows, in no order; none where there is no such table.
     *
     * @throws LakeFailure if the table cannot be read
     */
    public List<Record> list() {
        if (!lake.exists(name)) {
            return List.of();
        }
        Table table = lake.table(name);
        Snapshot head = table.currentSnapshot();
        return head == null ? List.of() : list(table, head.snapshotId());
    }

    /**
     * Those as of a snapshot; none where the table does not know it.
     *
     * @param snapshot the snapshot; null for none
     */
    public List<Record> at(@Nullable Long snapshot) {
        return snapshot == null ? List.of() : list(lake.table(name), snapshot);
    }

    private static List<Record> list(Table table, long snapshot) {
        List<Record> rows = new ArrayList<>();
        // The reader fills one row again and again.
        TableRows.read(table, snapshot, table.schema(), row -> rows.add(row.copy()));
        return rows;
    }

    /**
     * Makes rows of a table's schema.
     *
     * @see InputRows#add
     */
    @FunctionalInterface
    public interface Rows {
        /** The rows to add. */
        List<Record> of(Table table);
    }

    /**
     * Adds rows in one commit.
     *
     * @param what what they are, for messages and for the name of their file: "correction 3"
     * @param next whether they come next behind the rows that are there
     * @param madeMeanwhile what is thrown where they do not, or where somebody else adds some at the same time
     * @throws LakeFailure if they cannot be written
     */
    public void add(String what, Predicate<List<Record>> next, Rows rows, Supplier<Refusal> madeMeanwhile) {
        String tried = "Could not write the " + what + " to the table " + lake.identifier(name);
        Table table = lake.table(name);
        Snapshot head = table.currentSnapshot();
        if (!next.test(head == null ? List.of() : list(table, head.snapshotId()))) {
            throw madeMeanwhile.get();
        }
        DataFile file = null;
        try {
            file = write(table, what, rows.of(table));
            var append = table.newOverwrite()
                    .conflictDetectionFilter(Expressions.alwaysTrue())
                    .validateNoConflictingData()
                    .addFile(file);
            (head == null ? append : append.validateFromSnapshot(head.snapshotId())).commit();
        } catch (CommitStateUnknownException e) {
            // The file may be the table's by now.
            throw LakeFailure.of(tried, e);
        } catch (IOException | RuntimeException e) {
            if (file != null) {
                table.io().deleteFile(file.location());
            }
            if (e instanceof ValidationException) {
                throw madeMeanwhile.get();
            }
            if (e instanceof Refusal refused) {
                throw refused;
            }
            throw LakeFailure.of(tried, e);
        }
    }

    /** A name that is free: the same rows may be in a file of a lost table that was here, or of an attempt that was cut off. */
    private static String location(Table table, String name) {
        String location = table.locationProvider().newDataLocation(name + ".parquet");
        for (int n = 2; table.io().newInputFile(location).exists(); n++) {
            location = table.locationProvider().newDataLocation(name + "-" + n + ".parquet");
        }
        return location;
    }

    private static DataFile write(Table table, String what, List<Record> rows) throws IOException {
        String location = location(table, what.replace(' ', '-') + "-" + PlanHash.of(List.of(rows.toString())));
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .withSpec(table.spec())
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            rows.forEach(writer::write);
        }
        return writer.toDataFile();
    }
}
