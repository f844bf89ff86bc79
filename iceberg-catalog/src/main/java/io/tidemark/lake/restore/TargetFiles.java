package io.tidemark.lake.restore;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Whether every file of a snapshot is there: its manifest list, its manifests, its data files. Data files are found by
 * listing the table's directory, a thousand at a time, and not one by one.
 */
public final class TargetFiles {
    private final Lake lake;
    private final Configuration configuration;

    /** The files of a lake. */
    public TargetFiles(Lake lake) {
        this.lake = lake;
        this.configuration = lake.hadoopConfiguration();
    }

    /**
     * Looks for the files of a table's snapshot.
     *
     * @return how many data files it has
     * @throws LakeFailure if one is missing, or the snapshot is
     */
    public long require(LakeTable name, long snapshotId) {
        Table table = lake.table(name);
        String tried = "Could not find all files of the table " + lake.identifier(name) + " at snapshot " + snapshotId;
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw new LakeFailure(tried, "the table no longer has that snapshot", "Choose another mark.", null);
        }
        try {
            Set<String> present = list(table.location());
            long files = 0;
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                files += require(tried, table, manifest, present);
            }
            return files;
        } catch (IOException e) {
            throw LakeFailure.of(tried, new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
    }

    private long require(String tried, Table table, ManifestFile manifest, Set<String> present) throws IOException {
        long files = 0;
        try (ManifestReader<DataFile> entries = ManifestFiles.read(manifest, table.io(), table.specs())) {
            for (DataFile file : entries) {
                files++;
                if (!present.contains(path(file.location())) && !exists(file.location())) {
                    throw new LakeFailure(
                            tried,
                            "the file " + file.location() + " is gone",
                            "Bring it back from the bucket's versions or from a copy, or choose another mark.",
                            null);
                }
            }
        }
        return files;
    }

    private Set<String> list(String location) throws IOException {
        Set<String> paths = new HashSet<>();
        var local = LocalFiles.directory(location);
        if (local.isPresent()) {
            LocalFiles.walk(local.get(), (path, written) -> paths.add(path));
            return paths;
        }
        Path directory = new Path(location);
        try {
            RemoteIterator<LocatedFileStatus> files =
                    directory.getFileSystem(configuration).listFiles(directory, true);
            while (files.hasNext()) {
                paths.add(path(files.next().getPath().toString()));
            }
        } catch (FileNotFoundException gone) {
            // Then every file of it is, which is what will be said.
            return Set.of();
        }
        return paths;
    }

    // A table may have files elsewhere, where somebody has added them.
    private boolean exists(String location) throws IOException {
        Path path = new Path(location);
        FileSystem storage = path.getFileSystem(configuration);
        return storage.exists(path);
    }

    // Local files are written down with and without their scheme, by different libraries.
    private static String path(String location) {
        return location.startsWith("file:")
                ? URI.create(location.replace(" ", "%20")).getPath()
                : location;
    }
}
