package io.tidemark.lake.catalog;

import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/** Tells a table whose metadata file is gone from one that is not in the catalog. */
public final class LostMetadata {
    private LostMetadata() {}

    /**
     * What is missing of a table that the catalog has, as the search for the file says; null where nothing
     * is, or the catalog has no such table.
     */
    public static @Nullable String of(Catalog catalog, TableIdentifier table) {
        try {
            catalog.loadTable(table);
            return null;
        } catch (NoSuchTableException | NoSuchNamespaceException absent) {
            return null;
        } catch (NotFoundException lost) {
            return String.valueOf(lost.getMessage());
        }
    }
}
