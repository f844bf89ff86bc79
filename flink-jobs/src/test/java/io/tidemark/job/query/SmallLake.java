package io.tidemark.job.query;

import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** A lake in a directory, with an SQLite catalog, filled by Iceberg's own writer. */
public final class SmallLake {
    private final CatalogSettings settings;
    private final Catalog catalog;

    public SmallLake(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.settings = new CatalogSettings(
                CatalogType.JDBC,
                CatalogSettings.DEFAULT_NAME,
                CatalogSettings.DEFAULT_NAME,
                new CatalogAccess("jdbc:sqlite:" + directory.resolve("catalog.db"), null, "hunter2"),
                Warehouse.local(directory.resolve("warehouse")),
                Map.of());
        this.catalog = CatalogUtil.buildIcebergCatalog(
                settings.name(), settings.catalogProperties(), settings.hadoopConfiguration());
        ((SupportsNamespaces) catalog).createNamespace(Namespace.of("tidemark"));
    }

    public CatalogSettings settings() {
        return settings;
    }

    /** Makes a table and appends rows, each a list of values in the order of the columns. */
    public void table(String name, Schema wanted, List<List<?>> rows) throws IOException {
        Table table = catalog.createTable(TableIdentifier.of("tidemark", name), wanted);
        // The catalog gives out field ids of its own.
        Schema schema = table.schema();
        DataWriter<Record> writer = Parquet.writeData(
                        table.io().newOutputFile(table.location() + "/data/00000.parquet"))
                .schema(schema)
                .createWriterFunc(GenericParquetWriter::create)
                .withSpec(PartitionSpec.unpartitioned())
                .build();
        try (writer) {
            for (List<?> row : rows) {
                GenericRecord record = GenericRecord.create(schema);
                for (int i = 0; i < row.size(); i++) {
                    record.set(i, row.get(i));
                }
                writer.write(record);
            }
        }
        table.newAppend().appendFile(writer.toDataFile()).commit();
    }
}
