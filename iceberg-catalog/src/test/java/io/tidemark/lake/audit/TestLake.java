package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.CheckpointStamp;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** A lake of real Parquet files in a directory, written row by row. */
public final class TestLake implements AutoCloseable {
    private final Lake lake;

    public TestLake(Path directory) {
        // Directories alone: a database that syncs every commit would take longer than all the rest of a test.
        lake = Lake.open(
                new CatalogSettings(
                        CatalogType.HADOOP,
                        CatalogSettings.DEFAULT_NAME,
                        CatalogSettings.DEFAULT_NAME,
                        CatalogAccess.none(),
                        Warehouse.local(directory),
                        Map.of()),
                Caller.of("test").as(Writer.of(1)));
        TableOptions defaults = TableOptions.defaults();
        lake.createMissing(new TableOptions(
                Partitioning.none(),
                defaults.zstdLevel(),
                defaults.targetFileSizeBytes(),
                defaults.metadataVersions()));
    }

    public Lake lake() {
        return lake;
    }

    /** Writes all rows of a story, one file and one commit for each table that has any. */
    public TestLake write(Story story) {
        LakeTable.all().forEach(table -> append(table, story.rows(table), Map.of()));
        return this;
    }

    /** Commits rows, or nothing, to a table as the job does at a checkpoint. */
    public TestLake checkpoint(int epoch, long checkpointId, LakeTable table, List<Map<String, Object>> rows) {
        append(
                table,
                rows,
                Map.of(
                        CheckpointStamp.EPOCH,
                        Integer.toString(epoch),
                        CheckpointStamp.CHECKPOINT_ID,
                        Long.toString(checkpointId)));
        return this;
    }

    /** Puts these rows in the place of all that a table holds. */
    public TestLake replace(LakeTable name, List<Map<String, Object>> rows) {
        Table table = lake.table(name);
        OverwriteFiles replace = table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
        if (!rows.isEmpty()) {
            replace.addFile(write(table, rows));
        }
        replace.commit();
        return this;
    }

    /** Drops a table through a door that has no guard. */
    public void lose(LakeTable table) {
        CatalogUtil.buildIcebergCatalog("other", lake.properties(), lake.hadoopConfiguration())
                .dropTable(lake.identifier(table));
    }

    /** Puts one file with these rows in the place of all files of a table, as compaction does. */
    public TestLake compact(LakeTable name, List<Map<String, Object>> rows) {
        try (Lake care = Lake.open(lake.settings(), lake.caller().to(Purpose.CARE))) {
            Table table = care.table(name);
            RewriteFiles rewrite = table.newRewrite().addFile(write(table, rows));
            try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
                files.forEach(file -> rewrite.deleteFile(file.file()));
            } catch (IOException e) {
                throw new AssertionError("Could not list the files of " + name, e);
            }
            rewrite.commit();
        }
        return this;
    }

    public AuditReport audit(LogProbe log) {
        return new Audit(lake, new SimpleRules()).run(log, true);
    }

    private void append(LakeTable name, List<Map<String, Object>> rows, Map<String, String> notes) {
        if (rows.isEmpty() && notes.isEmpty()) {
            return;
        }
        Table table = lake.table(name);
        AppendFiles append = table.newAppend();
        notes.forEach(append::set);
        if (!rows.isEmpty()) {
            append.appendFile(write(table, rows));
        }
        append.commit();
    }

    private static DataFile write(Table table, List<Map<String, Object>> rows) {
        String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
        try {
            DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                    .forTable(table)
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
            try (writer) {
                for (Map<String, Object> row : rows) {
                    GenericRecord record = GenericRecord.create(table.schema());
                    row.forEach(record::setField);
                    writer.write(record);
                }
            }
            return writer.toDataFile();
        } catch (IOException e) {
            throw new AssertionError("Could not write " + location, e);
        }
    }

    @Override
    public void close() {
        lake.close();
    }
}
