package io.tidemark.ops.embedded;

import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.catalog.LostTables;
import io.tidemark.lake.catalog.SqliteFile;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether a lake directory is where it was made, and whole. Its catalog, its tables' metadata and the job's checkpoints
 * name their files by absolute paths: a copy would write into the original's tables and delete its checkpoints, and a
 * lake that was moved finds nothing.
 */
public final class LakeHome {
    private static final String WAREHOUSE = "warehouse";

    private LakeHome() {}

    /**
     * Returns where the lake was made here and has its catalog, or was never written to.
     *
     * @param root the lake's directory, absolute
     * @throws Refusal if it was made elsewhere, or its tables' files are there and the catalog has none of them
     */
    public static void require(Path root) {
        requireMadeHere(root);
        boolean isEmpty = metadataLocations(root).map(List::isEmpty).orElse(false);
        if (isEmpty && hasTablesThatWereWrittenTo(root)) {
            throw RefusalCode.CATALOG_LOST.refuse(
                    root,
                    root.resolve("catalog.db")
                            + (Files.exists(root.resolve("catalog.db")) ? " names none of its tables" : " is gone"),
                    root.resolve(WAREHOUSE),
                    "--lake " + root + " ");
        }
    }

    /**
     * Returns where the lake was made here, or where nothing tells.
     *
     * @throws Refusal if it was made elsewhere: it was copied or moved
     */
    public static void requireMadeHere(Path root) {
        Path made = metadataLocations(root).orElse(List.of()).stream()
                .map(LakeHome::rootOf)
                .flatMap(Optional::stream)
                .filter(other -> !isSame(other, root))
                .findFirst()
                .orElse(null);
        if (made != null) {
            boolean isCopy = Files.isRegularFile(made.resolve(LakeStateFile.NAME));
            throw RefusalCode.LAKE_ELSEWHERE.refuse(
                    root,
                    made,
                    isCopy ? "it is a copy, and would change the original's files" : "it was moved",
                    isCopy
                            ? ". For a second lake of the same events, make an archive with"
                                    + " `tidemark export --lake " + made + "` and ingest it into a new directory"
                            : ": move it back there, or make a symbolic link from there to " + root
                                    + " and give the link: --lake " + made);
        }
    }

    /** Of a metadata file {@code <root>/warehouse/…}, the root. */
    private static Optional<Path> rootOf(String location) {
        Path file = LocalFiles.directory(location).orElse(null);
        for (Path path = file; path != null; path = path.getParent()) {
            if (path.endsWith(WAREHOUSE)) {
                return Optional.ofNullable(path.getParent());
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Path made, Path root) {
        if (made.equals(root)) {
            return true;
        }
        try {
            return Files.isSameFile(made, root);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Those that the catalog names; nothing where it cannot be read, which is another trouble than a lost catalog. */
    private static Optional<List<String>> metadataLocations(Path root) {
        Path file = root.resolve("catalog.db");
        List<String> locations = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return Optional.of(locations);
        }
        try (Connection catalog = new SqliteFile(file).openToRead();
                Statement statement = catalog.createStatement();
                ResultSet rows = statement.executeQuery("SELECT metadata_location FROM iceberg_tables WHERE"
                        + " table_namespace = '" + CatalogSettings.DEFAULT_NAME + "'")) {
            while (rows.next()) {
                String location = rows.getString(1);
                if (location != null) {
                    locations.add(location);
                }
            }
        } catch (SQLException unreadable) {
            // A new database has no tables yet; of any other trouble, such as a lock, the next to open it tells.
            boolean isNew = String.valueOf(unreadable.getMessage()).contains("no such table");
            return isNew ? Optional.of(List.of()) : Optional.empty();
        }
        return Optional.of(locations);
    }

    /** Whether the files of a table's snapshot are there. */
    static boolean hasTablesThatWereWrittenTo(Path root) {
        AtomicBoolean found = new AtomicBoolean();
        Path tables = root.resolve(WAREHOUSE).resolve(CatalogSettings.DEFAULT_NAME);
        try {
            LocalFiles.walk(tables, (path, writtenMillis) -> {
                if (LostTables.isOfSnapshot(Path.of(path).getFileName().toString())) {
                    found.set(true);
                }
            });
        } catch (IOException unreadable) {
            // The directory itself is missing, or may not be read, which reading its tables says.
            return found.get();
        }
        return found.get();
    }
}
