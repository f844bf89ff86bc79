package io.tidemark.lake.catalog;

import java.util.Locale;

/** Which kind of Iceberg catalog holds the lake's tables. */
public enum CatalogType {
    /** A table in a database: SQLite, PostgreSQL or H2. */
    JDBC,
    /** A server that speaks Iceberg's REST protocol. */
    REST,
    /** The directories of the warehouse themselves; for one writer on a file system with atomic renames only. */
    HADOOP;

    /** The name by which Iceberg and the configuration know it, for example {@code jdbc}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
