package io.tidemark.lake.catalog;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables' files are stored. Its text holds the names of the storage settings, never their values.
 *
 * @param location a local path or a URI such as {@code s3a://bucket/path}; null lets a REST catalog choose
 * @param storage Hadoop settings such as {@code fs.s3a.endpoint}
 */
public record Warehouse(@Nullable String location, Map<String, String> storage) implements Serializable {
    /** Keeps a copy of the settings and makes a local path absolute. */
    public Warehouse {
        location = location == null ? null : absolute(location);
        storage = Map.copyOf(storage);
    }

    /** A warehouse in a local directory. */
    public static Warehouse local(Path directory) {
        return new Warehouse(directory.toString(), Map.of());
    }

    /** The location for messages. */
    public String place() {
        return location == null ? "(chosen by the catalog)" : location;
    }

    // Tables carry the location in their metadata, so it must not depend on where a command happens to be started.
    private static String absolute(String location) {
        return location.contains(":")
                ? location
                : LocalFiles.absolute(Path.of(location)).toString();
    }

    @Override
    public String toString() {
        return "Warehouse[location=" + place() + ", storage=" + new TreeMap<>(storage).keySet() + "]";
    }
}
