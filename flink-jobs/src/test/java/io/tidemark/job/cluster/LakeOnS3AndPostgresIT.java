package io.tidemark.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
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
    private static final TableIdentifier NAME = TableIdentifier.of("lake", "things");

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenThroughS3aIsReadBackByAnotherCatalog() throws IOException {
        assumeThat(PostgresProcess.installed())
                .as("PostgreSQL is not installed (Debian: postgresql): not run")
                .isPresent();
        Path logs = Parts.logs(getClass());
        try (S3Process s3 = S3Process.start(Parts.s3Proxy(), directory, logs, List.of("lake"));
                PostgresProcess postgres =
                        PostgresProcess.start(PostgresProcess.installed().orElseThrow(), directory, logs)) {
            int rows = 400_000;
            Catalog writer = catalog(s3, postgres);
            ((SupportsNamespaces) writer).createNamespace(Namespace.of("lake"));
            append(writer.createTable(NAME, SCHEMA, PartitionSpec.unpartitioned()), rows);

            Table table = catalog(s3, postgres).loadTable(NAME);
            assertThat(table.location()).startsWith("s3a://lake/wh");
            assertThat(size(table)).as("large enough to be uploaded in parts").isGreaterThan(PART_BYTES);
            assertThat(ids(table)).hasSize(rows).doesNotHaveDuplicates().contains(0L, rows - 1L);
        }
    }

    private static Catalog catalog(S3Process s3, PostgresProcess postgres) {
        Configuration storage = new Configuration();
        s3.s3aSettings().forEach(storage::set);
        storage.setLong("fs.s3a.multipart.size", PART_BYTES);
        Map<String, String> properties = new HashMap<>();
        properties.put("type", "jdbc");
        properties.put("uri", postgres.url());
        properties.put("jdbc.user", postgres.user());
        properties.put("jdbc.password", postgres.password());
        properties.put("jdbc.schema-version", "V1");
        properties.put("warehouse", "s3a://lake/wh");
        properties.put("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
        return CatalogUtil.buildIcebergCatalog("lake", properties, storage);
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
