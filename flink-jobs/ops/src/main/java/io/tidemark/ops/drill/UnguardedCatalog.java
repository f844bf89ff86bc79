package io.tidemark.ops.drill;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.io.Directories;
import io.tidemark.lake.table.LakeTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What an engine does that does not know the guard, and a person with too many rights. The drill's alone: everything
 * else goes through {@code Lake}.
 */
final class UnguardedCatalog {
    private UnguardedCatalog() {}

    /** Drops every table of a lake from its catalog; the files stay, as plain Iceberg leaves them. */
    static int dropTables(TidemarkConfig config) {
        return drop(config, LakeTable.all());
    }

    /** Drops one of them. */
    static void dropTable(TidemarkConfig config, LakeTable table) {
        int ignored = drop(config, List.of(table));
    }

    private static int drop(TidemarkConfig config, List<LakeTable> tables) {
        CatalogSettings settings = LakeTables.settings(config);
        Namespace namespace = Namespace.of(settings.namespace().split("\\."));
        Catalog plain = CatalogUtil.buildIcebergCatalog(
                settings.name(), settings.catalogProperties(), settings.hadoopConfiguration());
        int dropped = 0;
        for (LakeTable table : tables) {
            if (plain.dropTable(TableIdentifier.of(namespace, table.tableName()), false)) {
                dropped++;
            }
        }
        close(plain);
        return dropped;
    }

    /** Deletes a directory with all that is in it; returns how many files that were. */
    static long delete(Path directory) {
        try {
            return Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete the directory " + directory, e);
        }
    }

    private static void close(Catalog catalog) {
        if (catalog instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Could not close the catalog", e);
            }
        }
    }
}
