package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
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
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** A lake of real Parquet files in a directory, written row by row. */
public final class TestLake implements AutoCloseable {
    /** The time by the guard's clock, for other purposes than writing: whatever is written is older than any floor. */
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private final Lake lake;
    private final Map<Purpose, Lake> others = new EnumMap<>(Purpose.class);
    private boolean guarded = true;

    public TestLake(Path directory) {
        this(directory, false);
    }

    private TestLake(Path directory, boolean earlier) {
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
        TableOptions options = new TableOptions(
                Partitioning.none(), defaults.zstdLevel(), defaults.targetFileSizeBytes(), defaults.metadataVersions());
        if (earlier) {
            EarlierRelease.make(lake, options);
        } else {
            lake.createMissing(options);
        }
    }

    /** A lake that the first release made. */
    public static TestLake ofEarlierRelease(Path directory) {
        return new TestLake(directory, true);
    }

    /** The lake, opened as the job: it writes rows, and nothing else. */
    public Lake lake() {
        return lake;
    }

    /** The same lake for another purpose; closed with this. */
    public Lake lake(Purpose purpose) {
        return others.computeIfAbsent(
                purpose,
                any -> Lake.open(
                        lake.settings(), lake.caller().to(purpose), refusal -> refusal, InstantSource.fixed(LATE)));
    }

    /** From now on rows are written through a door that has no guard. */
    public void leaveTheGuard() {
        guarded = false;
    }

    private Table writable(LakeTable name) {
        return guarded ? lake.table(name) : unguarded(name);
    }

    /** A table through a door that has no guard. */
    public Table unguarded(LakeTable table) {
        return unguarded().loadTable(lake.identifier(table));
    }

    /** The catalog without its guard. */
    public Catalog unguarded() {
        return CatalogUtil.buildIcebergCatalog(lake.settings().name(), lake.properties(), lake.hadoopConfiguration());
    }

    /** Writes all rows of a story, one file and one commit for each table that has any. */
    public TestLake write(Story story) {
        LakeTable.pipeline().forEach(table -> append(table, story.rows(table), Map.of()));
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
        unguarded().dropTable(lake.identifier(table));
    }

    /** Puts one file with these rows in the place of all files of a table, as compaction does. */
    public TestLake compact(LakeTable name, List<Map<String, Object>> rows) {
        Table table = lake(Purpose.CARE).table(name);
        RewriteFiles rewrite = table.newRewrite().addFile(write(table, rows));
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            files.forEach(file -> rewrite.deleteFile(file.file()));
        } catch (IOException e) {
            throw new AssertionError("Could not list the files of " + name, e);
        }
        rewrite.commit();
        return this;
    }

    public AuditReport audit(LogProbe log) {
        return new Audit(lake, new SimpleRules()).run(log, true);
    }

    private void append(LakeTable name, List<Map<String, Object>> rows, Map<String, String> notes) {
        if (rows.isEmpty() && notes.isEmpty()) {
            return;
        }
        Table table = writable(name);
        AppendFiles append = table.newAppend();
        notes.forEach(append::set);
        if (!rows.isEmpty()) {
            append.appendFile(write(table, rows));
        }
        append.commit();
    }

    /** Writes a file of rows that is no part of the table yet. */
    public static DataFile write(Table table, List<Map<String, Object>> rows) {
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
        others.values().forEach(Lake::close);
        lake.close();
    }
}
