package io.tidemark.lake.care;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Files in a table's directory that no snapshot knows: what was written and never committed. */
final class OrphanFiles {
    /** Younger files may be on their way into a commit. */
    static final Duration GROWN_UP = Duration.ofDays(3);

    private OrphanFiles() {}

    /**
     * The orphans among the table's data and manifest files; none where the storage cannot be listed. Metadata files are
     * never among them: from an old one, a lost table is found again.
     *
     * @param known files that are taken care of already
     */
    static List<String> of(Table table, TableMetadata metadata, Set<String> known, Instant now) {
        List<String> old = new ArrayList<>();
        long before = now.minus(GROWN_UP).toEpochMilli();
        LocalFiles.Visitor visitor = (location, written) -> {
            boolean ours = location.endsWith(".parquet") || location.endsWith(".avro");
            if (ours && written < before) {
                old.add(location);
            }
        };
        try {
            list(table, visitor);
        } catch (IOException e) {
            throw LakeFailure.of("Could not list the files of the table " + table.name(), new UncheckedIOException(e));
        }
        return old.isEmpty() ? List.of() : withoutNeeded(old, table, metadata, known);
    }

    private static void list(Table table, LocalFiles.Visitor visitor) throws IOException {
        Path directory = LocalFiles.directory(table.location()).orElse(null);
        if (directory != null) {
            LocalFiles.walk(directory, visitor);
        } else if (table.io() instanceof SupportsPrefixOperations storage) {
            for (FileInfo file : storage.listPrefix(table.location())) {
                visitor.file(file.location(), file.createdAtMillis());
            }
        }
    }

    private static List<String> withoutNeeded(
            List<String> old, Table table, TableMetadata metadata, Set<String> known) {
        Set<String> needed = new HashSet<>();
        known.forEach(file -> needed.add(ReachableFiles.path(file)));
        ReachableFiles.of(table, metadata.snapshots()).all().forEach(file -> needed.add(ReachableFiles.path(file)));
        metadata.statisticsFiles().stream()
                .map(StatisticsFile::path)
                .forEach(file -> needed.add(ReachableFiles.path(file)));
        return old.stream()
                .filter(file -> !needed.contains(ReachableFiles.path(file)))
                .sorted()
                .toList();
    }
}
