package io.tidemark.ops.export;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** A lake in a directory whose rows are written by Iceberg's own writer, at any times, without a job. */
public final class EventsLake {
    private final Path directory;
    private int files;

    public EventsLake(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TidemarkConfig config = DirectoryLake.config(directory);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
    }

    /** The lake as whoever reads it has it. */
    public Lake open() {
        return LakeTables.open(DirectoryLake.config(directory));
    }

    /** The lake as the job has it. */
    public Lake openAsTheJob() {
        TidemarkConfig config = DirectoryLake.config(directory);
        return Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)));
    }

    /** An event with what every event has. */
    public static Map<String, Object> event(int partition, long offset, Instant uploaded) {
        Map<String, Object> row = new HashMap<>();
        row.put("uuid", "uuid-" + partition + "-" + offset);
        row.put("project_id", "default");
        row.put("amplitude_id", offset % 10);
        row.put("device_id", "device-" + offset % 10);
        row.put("event_type", "step");
        row.put("event_time", uploaded);
        row.put("time_suspect", false);
        row.put("server_received_time", uploaded);
        row.put("server_upload_time", uploaded);
        row.put("identity_seq", 1L);
        row.put("ingest_epoch", 1);
        row.put("kafka_partition", partition);
        row.put("kafka_offset", offset);
        return row;
    }

    /** A merge of one id into another. */
    public static Map<String, Object> merge(long id, long into, long offset) {
        Map<String, Object> row = new HashMap<>();
        row.put("project_id", "default");
        row.put("amplitude_id", id);
        row.put("merged_amplitude_id", into);
        row.put("merge_event_time", Instant.EPOCH);
        row.put("merge_server_time", Instant.EPOCH);
        row.put("cause_uuid", "uuid-0-" + offset);
        row.put("rule_version", 1);
        row.put("ingest_epoch", 1);
        row.put("kafka_partition", 0);
        row.put("kafka_offset", offset);
        return row;
    }

    /** Appends rows, a file for each partition of the table. */
    public void append(LakeTable name, List<Map<String, Object>> rows) {
        try (Lake lake = openAsTheJob()) {
            Table table = lake.table(name);
            Schema schema = table.schema();
            Map<String, DataWriter<Record>> writers = new TreeMap<>();
            AppendFiles append = table.newAppend();
            try {
                for (Map<String, Object> row : rows) {
                    Record record = record(schema, row);
                    PartitionKey key = new PartitionKey(table.spec(), schema);
                    key.partition(new InternalRecordWrapper(schema.asStruct()).wrap(record));
                    DataWriter<Record> writer = writers.get(key.toPath());
                    if (writer == null) {
                        writer = writer(table, key);
                        writers.put(key.toPath(), writer);
                    }
                    writer.write(record);
                }
                for (DataWriter<Record> writer : writers.values()) {
                    writer.close();
                    DataFile file = writer.toDataFile();
                    append.appendFile(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            append.commit();
        }
    }

    private DataWriter<Record> writer(Table table, PartitionKey key) throws IOException {
        return Parquet.writeData(table.io().newOutputFile(table.location() + "/data/" + files++ + ".parquet"))
                .forTable(table)
                .withSpec(table.spec())
                .withPartition(key)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
    }

    private static Record record(Schema schema, Map<String, Object> row) {
        GenericRecord record = GenericRecord.create(schema);
        for (NestedField column : schema.columns()) {
            record.setField(column.name(), value(row.get(column.name())));
        }
        return record;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value;
    }
}
