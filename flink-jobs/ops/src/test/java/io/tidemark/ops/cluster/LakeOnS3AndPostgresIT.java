package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table on S3 through S3A, in a catalog in PostgreSQL: shows that what {@code iceberg-catalog} puts on the class path
 * is enough, without the AWS SDK's bundle.
 */
class LakeOnS3AndPostgresIT {

    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));
    // The smallest part that S3 allows.
    private static final long PART_BYTES = 5L << 20;
    private static final TableIdentifier NAME = TableIdentifier.of("tidemark", "things");

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenThroughOneCatalogIsReadBackThroughAnother() throws IOException {
        assumeThat(PostgresProcess.installed())
                .as("PostgreSQL is not installed (Debian: postgresql): not run")
                .isPresent();
        Path logs = Parts.logs(getClass());
        try (S3Process s3 = S3Process.start(Parts.s3Proxy(), directory, logs, List.of("lake"));
                PostgresProcess postgres =
                        PostgresProcess.start(PostgresProcess.installed().orElseThrow(), directory, logs)) {
            int rows = 400_000;
            try (Lake writer = lake(s3, postgres)) {
                writer.createMissing(TableOptions.defaults());
                append(writer.catalog().createTable(NAME, SCHEMA, PartitionSpec.unpartitioned()), rows);
            }
            try (Lake reader = lake(s3, postgres)) {
                assertThat(LakeTable.pipeline()).allMatch(reader::exists);
                Table table = reader.catalog().loadTable(NAME);
                assertThat(table.location()).startsWith("s3a://lake/wh");
                assertThat(size(table))
                        .as("large enough to be uploaded in parts")
                        .isGreaterThan(PART_BYTES);
                assertThat(ids(table)).hasSize(rows).doesNotHaveDuplicates().contains(0L, rows - 1L);
            }
        }
    }

    private static Lake lake(S3Process s3, PostgresProcess postgres) {
        Map<String, String> storage = new HashMap<>(s3.s3aSettings());
        storage.put("fs.s3a.multipart.size", Long.toString(PART_BYTES));
        return Lake.open(
                new CatalogSettings(
                        CatalogType.JDBC,
                        "tidemark",
                        "tidemark",
                        new CatalogAccess(postgres.url(), PostgresProcess.USER, PostgresProcess.PASSWORD),
                        new Warehouse("s3a://lake/wh", storage),
                        Map.of()),
                Caller.of("test"));
    }

    private static void append(Table table, int rows) throws IOException {
        String file = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(file))
                .forTable(table)
                .withPartition(null)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            Random random = new Random(rows);
            for (long id = 0; id < rows; id++) {
                String name = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
                writer.write(GenericRecord.create(SCHEMA).copy(Map.of("id", id, "name", name)));
            }
        }
        table.newAppend().appendFile(writer.toDataFile()).commit();
    }

    private static long size(Table table) {
        return Long.parseLong(table.currentSnapshot().summary().get("total-files-size"));
    }

    private static List<Long> ids(Table table) throws IOException {
        List<Long> ids = new ArrayList<>();
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(table).select("id").build()) {
            records.forEach(row -> ids.add((Long) row.getField("id")));
        }
        return ids;
    }
}
