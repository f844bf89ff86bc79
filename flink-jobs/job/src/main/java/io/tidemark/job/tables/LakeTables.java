package io.tidemark.job.tables;

import io.tidemark.config.CatalogConfig;
import io.tidemark.config.TablesConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import java.util.HashMap;
import java.util.Map;

/** The lake that a configuration names, in the lake's own words. */
public final class LakeTables {
    private LakeTables() {}

    /** Which catalog, and where the files are stored. */
    public static CatalogSettings settings(TidemarkConfig config) {
        CatalogConfig catalog = config.catalog();
        CatalogType type =
                switch (catalog.type()) {
                    case JDBC -> CatalogType.JDBC;
                    case REST -> CatalogType.REST;
                    case HADOOP -> CatalogType.HADOOP;
                };
        String password = catalog.password() == null ? null : catalog.password().reveal();
        return new CatalogSettings(
                type,
                catalog.name(),
                catalog.namespace(),
                new CatalogAccess(catalog.uri(), catalog.user(), password),
                new Warehouse(catalog.warehouse(), catalog.storage()),
                properties(config));
    }

    // The guard keeps what the configuration says is kept, unless the catalog's own properties say otherwise.
    private static Map<String, String> properties(TidemarkConfig config) {
        Map<String, String> properties = new HashMap<>();
        properties.put("guard.floor", config.marks().floor().toSeconds() + "s");
        properties.put("guard.trash-for", config.marks().trashFor().toSeconds() + "s");
        properties.putAll(config.catalog().properties());
        return properties;
    }

    /** Who opens it: the process that was given this configuration. */
    public static Caller caller(TidemarkConfig config) {
        return Caller.of(config.environment());
    }

    /**
     * Opens the lake.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if its catalog cannot be reached or refuses
     */
    public static Lake open(TidemarkConfig config) {
        return Lake.open(settings(config), caller(config));
    }

    /**
     * Opens the lake for something else than its plain use.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if its catalog cannot be reached or refuses
     */
    public static Lake open(TidemarkConfig config, Purpose purpose) {
        return Lake.open(settings(config), caller(config).to(purpose));
    }

    /** How tables are made that are not there yet. */
    public static TableOptions options(TidemarkConfig config) {
        TablesConfig tables = config.tables();
        return new TableOptions(
                Partitioning.parse(tables.partitionBy()),
                tables.zstdLevel(),
                tables.targetFileSize().bytes(),
                tables.metadataVersions());
    }
}
