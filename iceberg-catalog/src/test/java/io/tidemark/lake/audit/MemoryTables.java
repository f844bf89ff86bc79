package io.tidemark.lake.audit;

import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;

/** The tables of a lake in memory, files and all: for what needs rows, and neither a guard nor a directory. */
public final class MemoryTables {
    private static final Namespace LAKE = Namespace.of("lake");

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);

    /** All tables of the pipeline, never written. */
    public MemoryTables() {
        catalog.initialize("memory", Map.of());
        catalog.createNamespace(LAKE);
        LakeTable.pipeline().forEach(this::create);
    }

    private void create(LakeTable name) {
        tables.put(name, catalog.createTable(TableIdentifier.of(LAKE, name.tableName()), name.schema()));
    }

    /** A table. */
    public Table table(LakeTable name) {
        return Objects.requireNonNull(tables.get(name));
    }

    /** All tables. */
    public Map<LakeTable, Table> all() {
        return tables;
    }

    /** The heads as one moment. */
    public ConsistentCut heads() {
        return ConsistentCut.atHeads(Heads.of(tables));
    }

    /** A table's head, which it must have. */
    public long head(LakeTable name) {
        return table(name).currentSnapshot().snapshotId();
    }

    /** Drops a table and makes it again, empty. */
    public void makeAgain(LakeTable name) {
        catalog.dropTable(TableIdentifier.of(LAKE, name.tableName()), false);
        create(name);
    }

    /** Writes all rows of a story. */
    public MemoryTables write(Story story) {
        LakeTable.pipeline().forEach(table -> append(table, story.rows(table)));
        return this;
    }

    /** Appends rows, in one file, or none; the new snapshot. */
    public long append(LakeTable name, List<Map<String, Object>> rows) {
        return append(name, rows, Map.of());
    }

    /** Appends rows as the job does at a checkpoint. */
    public long checkpoint(int epoch, long checkpoint, LakeTable name, List<Map<String, Object>> rows) {
        return append(
                name,
                rows,
                Map.of(
                        CheckpointStamp.EPOCH,
                        Integer.toString(epoch),
                        CheckpointStamp.CHECKPOINT_ID,
                        Long.toString(checkpoint)));
    }

    private long append(LakeTable name, List<Map<String, Object>> rows, Map<String, String> notes) {
        AppendFiles append = table(name).newAppend();
        notes.forEach(append::set);
        if (!rows.isEmpty()) {
            append.appendFile(TestLake.write(table(name), rows));
        }
        append.commit();
        return head(name);
    }

    /** Puts rows in the place of all. */
    public long overwrite(LakeTable name, List<Map<String, Object>> rows) {
        OverwriteFiles overwrite = table(name).newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
        if (!rows.isEmpty()) {
            overwrite.addFile(TestLake.write(table(name), rows));
        }
        overwrite.commit();
        return head(name);
    }

    /** Puts rows in the place of all files, and says that they are the same. */
    public long compact(LakeTable name, List<Map<String, Object>> rows) {
        RewriteFiles rewrite = table(name).newRewrite().addFile(TestLake.write(table(name), rows));
        try (CloseableIterable<FileScanTask> files = table(name).newScan().planFiles()) {
            files.forEach(each -> rewrite.deleteFile(each.file()));
        } catch (IOException e) {
            throw new AssertionError("Could not list the files of " + name, e);
        }
        rewrite.commit();
        return head(name);
    }
}
