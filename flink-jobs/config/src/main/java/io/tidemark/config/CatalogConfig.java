package io.tidemark.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which Iceberg catalog knows the tables, and where their files are ({@code catalog} in the file).
 *
 * @param type what kind of catalog it is
 * @param name the catalog's name; a JDBC catalog keeps its rows under it, so it must stay the same
 * @param uri the database ({@code jdbc:…}) or the REST server; null for {@link Type#HADOOP}, which has none
 * @param user the user of a JDBC catalog; null where none is needed
 * @param password that user's password; null where none is needed
 * @param warehouse the place under which the files of all tables are: a local path or {@code s3a://bucket/path}; null
 *     for a REST catalog that knows its own
 * @param namespace the namespace that the tables are in
 * @param properties further catalog properties, passed through
 * @param storage settings of the file system, passed through as Hadoop's configuration ({@code fs.s3a.endpoint} …)
 */
public record CatalogConfig(
        Type type,
        String name,
        @Nullable String uri,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable String warehouse,
        String namespace,
        Map<String, String> properties,
        Map<String, String> storage) {

    /** The kinds of catalog that the pipeline is run on. */
    public enum Type {
        /** Tables in a relational database: SQLite, PostgreSQL. */
        JDBC,
        /** A server that speaks Iceberg's REST protocol. */
        REST,
        /** Only files; for one writer on a file system that renames in one step. */
        HADOOP
    }

    public CatalogConfig {
        properties = Map.copyOf(properties);
        storage = Map.copyOf(storage);
    }

    /** A JDBC catalog without user and password, named and laid out as the defaults say. */
    public static CatalogConfig jdbc(String uri, String warehouse) {
        return new CatalogConfig(Type.JDBC, "tidemark", uri, null, null, warehouse, "tidemark", Map.of(), Map.of());
    }

    @Override
    public String toString() {
        return "CatalogConfig[type=%s, name=%s, uri=%s, user=%s, password=%s, warehouse=%s, namespace=%s, properties=%s, storage=%s]"
                .formatted(
                        type,
                        name,
                        uri == null ? null : Secret.maskedUri(uri),
                        user,
                        password,
                        warehouse,
                        namespace,
                        Secret.masked(properties),
                        Secret.masked(storage));
    }
}
