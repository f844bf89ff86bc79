package io.tidemark.lake.care;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;

/** The files that snapshots of a table need: manifest lists, manifests, data files. */
final class ReachableFiles {
    private final FileIO io;
    private final Map<Integer, PartitionSpec> specs;
    private final Map<String, ManifestFile> manifests = new HashMap<>();
    private final Set<String> lists = new HashSet<>();

    private ReachableFiles(FileIO io, Map<Integer, PartitionSpec> specs) {
        this.io = io;
        this.specs = specs;
    }

    /**
     * What these snapshots need; opens their manifest lists.
     *
     * @throws LakeFailure if one cannot be read: then nothing is known of what it needs
     */
    static ReachableFiles of(Table table, Collection<Snapshot> snapshots) {
        FileIO io = table.io();
        ReachableFiles files = new ReachableFiles(io, table.specs());
        for (Snapshot snapshot : snapshots) {
            try {
                if (snapshot.manifestListLocation() != null) {
                    files.lists.add(snapshot.manifestListLocation());
                }
                snapshot.allManifests(io).forEach(manifest -> files.manifests.put(manifest.path(), manifest));
            } catch (RuntimeException e) {
                throw LakeFailure.of("Could not read which files the snapshot " + snapshot.snapshotId() + " needs", e);
            }
        }
        return files;
    }

    /** All of them; opens every manifest. */
    Set<String> all() {
        Set<String> all = new HashSet<>(lists);
        all.addAll(manifests.keySet());
        manifests.values().forEach(manifest -> all.addAll(data(manifest)));
        return all;
    }

    /** Those that none of the others needs; opens the others' manifests only where a file of data may be free. */
    Set<String> without(ReachableFiles others) {
        Set<String> only = beyond(others);
        if (!others.manifests.keySet().containsAll(manifests.keySet())) {
            others.manifests.values().forEach(manifest -> only.removeAll(data(manifest)));
        }
        return only;
    }

    /** The lists and manifests that the others do not have, and what those name; opens only the manifests that this takes. */
    Set<String> beyond(ReachableFiles others) {
        Set<String> beyond = new HashSet<>(lists);
        beyond.removeAll(others.lists);
        manifests.forEach((path, manifest) -> {
            if (!others.manifests.containsKey(path)) {
                beyond.add(path);
                beyond.addAll(data(manifest));
            }
        });
        return beyond;
    }

    /** One file has several spellings, as s3: and s3a:, or file:/x and /x: what tells files apart is this. */
    static String path(String location) {
        return location.replaceFirst("^[a-z0-9+.-]+:/*", "/").replaceFirst("^/+", "/");
    }

    private Set<String> data(ManifestFile manifest) {
        Set<String> paths = new HashSet<>();
        try (CloseableIterable<String> live = ManifestFiles.readPaths(manifest, io, specs)) {
            live.forEach(paths::add);
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not read the manifest " + manifest.path(), e);
        }
        return paths;
    }
}
