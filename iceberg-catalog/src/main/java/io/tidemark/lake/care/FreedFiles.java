package io.tidemark.lake.care;

import io.tidemark.lake.catalog.LakeFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * The files that only certain snapshots of a table need. To find them takes a read of every manifest; to keep them true
 * while others commit takes one of theirs alone, so that a job that commits often cannot outrun it for ever.
 */
final class FreedFiles {
    private final Table table;
    private final Set<Long> gone;
    private final Set<Long> known;
    private final ReachableFiles kept;
    private final Set<String> paths;

    private FreedFiles(Table table, Set<Long> gone, Set<Long> known, ReachableFiles kept, Set<String> paths) {
        this.table = table;
        this.gone = gone;
        this.known = known;
        this.kept = kept;
        this.paths = paths;
    }

    /**
     * What is free when these snapshots are gone.
     *
     * @throws LakeFailure if a manifest cannot be read
     */
    static FreedFiles of(Table table, TableMetadata base, Set<Long> gone) {
        Map<Boolean, List<Snapshot>> parts = base.snapshots().stream()
                .collect(Collectors.partitioningBy(snapshot -> gone.contains(snapshot.snapshotId())));
        ReachableFiles kept = ReachableFiles.of(table, Objects.requireNonNull(parts.get(false)));
        Set<String> paths = ReachableFiles.of(table, Objects.requireNonNull(parts.get(true)))
                .without(kept);
        Set<Long> known = base.snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
        return new FreedFiles(table, Set.copyOf(gone), known, kept, paths);
    }

    /** Whether it is of these snapshots. */
    boolean isOf(Set<Long> snapshots) {
        return gone.equals(snapshots);
    }

    /**
     * Takes back what is needed by snapshots that have come since.
     *
     * @throws LakeFailure if a manifest cannot be read
     */
    void follow(TableMetadata newer) {
        List<Snapshot> since = newer.snapshots().stream()
                .filter(snapshot -> known.add(snapshot.snapshotId()))
                .toList();
        paths.removeAll(ReachableFiles.of(table, since).beyond(kept));
    }

    /** Where they are. */
    Set<String> paths() {
        return Set.copyOf(paths);
    }
}
