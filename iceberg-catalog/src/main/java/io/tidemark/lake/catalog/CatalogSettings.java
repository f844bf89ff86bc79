package io.tidemark.lake.catalog;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.jspecify.annotations.Nullable;

/**
 * Which lake: everything needed to open it. Its text never holds a secret.
 *
 * @param type the kind of catalog
 * @param name the catalog's name; with JDBC it is part of a table's key in the database
 * @param namespace the tables' namespace; levels separated by dots
 * @param access the catalog's address and user
 * @param warehouse where the files are stored
 * @param properties further properties for Iceberg's catalog; they win over those made here
 */
public record CatalogSettings(
        CatalogType type,
        String name,
        String namespace,
        CatalogAccess access,
        Warehouse warehouse,
        Map<String, String> properties)
        implements Serializable {
    /** The catalog's name and the namespace, unless said otherwise. */
    public static final String DEFAULT_NAME = "tidemark";

    /**
     * Keeps a copy of the properties.
     *
     * @throws IllegalArgumentException if something that this kind of catalog needs is missing
     */
    public CatalogSettings {
        properties = Map.copyOf(properties);
        require(!name.isBlank(), "a catalog needs a name");
        require(!namespace.isBlank(), "a catalog needs a namespace for the tables");
        boolean hasUri = access.uri() != null && !access.uri().isBlank();
        boolean hasWarehouse =
                warehouse.location() != null && !warehouse.location().isBlank();
        switch (type) {
            case JDBC -> {
                require(hasUri && access.place().startsWith("jdbc:"), "a jdbc catalog needs a uri that begins jdbc:");
                require(hasWarehouse, "a jdbc catalog needs a warehouse");
            }
            case REST -> require(hasUri, "a rest catalog needs a uri");
            case HADOOP -> require(hasWarehouse, "a hadoop catalog needs a warehouse");
        }
    }

    /** A lake on one machine: the catalog in a SQLite file, the tables in a directory. */
    public static CatalogSettings local(Path catalogFile, Path warehouse) {
        return new CatalogSettings(
                CatalogType.JDBC,
                DEFAULT_NAME,
                DEFAULT_NAME,
                new CatalogAccess(new SqliteFile(catalogFile).uri(), null, null),
                Warehouse.local(warehouse),
                Map.of());
    }

    /**
     * What Iceberg needs to make the catalog, in any engine: the map that a Flink {@code CatalogLoader} takes. It holds
     * the password.
     */
    public Map<String, String> catalogProperties() {
        Map<String, String> all = new HashMap<>();
        all.put(CatalogUtil.ICEBERG_CATALOG_TYPE, type.text());
        put(all, CatalogProperties.URI, access.uri());
        put(all, CatalogProperties.WAREHOUSE_LOCATION, warehouse.location());
        switch (type) {
            case JDBC -> {
                // The first version of Iceberg's schema knows no views.
                all.put("jdbc.schema-version", "V1");
                put(all, "jdbc.user", access.user());
                put(all, "jdbc.password", access.password());
            }
            case REST -> {
                if (access.user() == null) {
                    put(all, "token", access.password());
                } else {
                    put(all, "credential", access.user() + ":" + (access.password() == null ? "" : access.password()));
                }
            }
            case HADOOP -> {
                // A Hadoop catalog has no server: the storage settings are all the access there is.
            }
        }
        all.putAll(properties);
        return Map.copyOf(all);
    }

    /** The storage settings as a Hadoop configuration, new at each call. */
    public Configuration hadoopConfiguration() {
        Configuration configuration = StorageDefaults.configuration();
        warehouse.storage().forEach(configuration::set);
        return configuration;
    }

    /** The catalog for messages: its name and address, without secrets. */
    public String place() {
        return "'" + name + "' (" + (access.uri() == null ? warehouse.place() : access.place()) + ")";
    }

    private static void put(Map<String, String> all, String key, @Nullable String value) {
        if (value != null) {
            all.put(key, value);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("Catalog settings are incomplete: " + what);
        }
    }

    @Override
    public String toString() {
        return "CatalogSettings[type=" + type.text() + ", name=" + name + ", namespace=" + namespace + ", " + access
                + ", " + warehouse + ", properties=" + new TreeMap<>(properties).keySet() + "]";
    }
}
