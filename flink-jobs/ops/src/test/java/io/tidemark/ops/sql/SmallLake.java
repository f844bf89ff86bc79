package io.tidemark.ops.sql;

import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
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
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** A lake in a directory, with an SQLite catalog, filled by Iceberg's own writer. */
public final class SmallLake {
    private final CatalogSettings settings;
    private final Catalog catalog;
    private int files;

    public SmallLake(Path directory) {
        this(new CatalogSettings(
                CatalogType.JDBC,
                CatalogSettings.DEFAULT_NAME,
                CatalogSettings.DEFAULT_NAME,
                new CatalogAccess("jdbc:sqlite:" + directory.resolve("catalog.db"), null, "hunter2"),
                Warehouse.local(directory.resolve("warehouse")),
                Map.of()));
    }

    /** A lake in the namespace of these settings, which is not there yet; files lie on this machine. */
    public SmallLake(CatalogSettings settings) {
        try {
            Files.createDirectories(Path.of(settings.warehouse().location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.settings = settings;
        this.catalog = CatalogUtil.buildIcebergCatalog(
                settings.name(), settings.catalogProperties(), settings.hadoopConfiguration());
        ((SupportsNamespaces) catalog).createNamespace(Namespace.of(settings.namespace()));
    }

    public CatalogSettings settings() {
        return settings;
    }

    /** Makes a table and appends rows, each a list of values in the order of the columns. */
    public void table(String name, Schema wanted, List<List<?>> rows) throws IOException {
        catalog.createTable(name(name), wanted);
        append(name, rows);
    }

    private TableIdentifier name(String table) {
        return TableIdentifier.of(settings.namespace(), table);
    }

    /** Appends rows to a table. */
    public void append(String name, List<List<?>> rows) throws IOException {
        Table table = catalog.loadTable(name(name));
        table.newAppend().appendFile(file(table, rows)).commit();
    }

    /** Puts rows in the place of all that a table has. */
    public void replace(String name, List<List<?>> rows) throws IOException {
        Table table = catalog.loadTable(name(name));
        table.newOverwrite()
                .overwriteByRowFilter(Expressions.alwaysTrue())
                .addFile(file(table, rows))
                .commit();
    }

    private DataFile file(Table table, List<List<?>> rows) throws IOException {
        // The catalog gives out field ids of its own.
        Schema schema = table.schema();
        String file = String.format(Locale.ROOT, "%s/data/%05d.parquet", table.location(), files++);
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(file))
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
        return writer.toDataFile();
    }

    /** Gives what is in a table now a name. */
    public void tag(String name, String tag) {
        Table table = catalog.loadTable(name(name));
        table.manageSnapshots()
                .createTag(tag, table.currentSnapshot().snapshotId())
                .commit();
    }
}
