package io.tidemark.lake.guard;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * Of a table's history what its writer must know before it goes on.
 *
 * @param uuid which table it is
 * @param lostOwn a snapshot of the writer's own that the head does not descend from; null if there is none
 */
public record Lineage(String uuid, @Nullable Long lostOwn) {
    /**
     * Looks at a table.
     *
     * @param writer who wants to write; null if nobody does
     * @param lastOwn the last snapshot that this writer committed itself; null if it has not yet
     */
    public static Lineage of(TableMetadata metadata, @Nullable Writer writer, @Nullable Long lastOwn) {
        return new Lineage(metadata.uuid(), writer == null ? null : lostOwn(metadata, writer.epoch(), lastOwn));
    }

    // A writer that has started again remembers nothing: but its snapshots carry its epoch, and stay in the metadata
    // when the head is moved behind its back.
    private static @Nullable Long lostOwn(TableMetadata metadata, int epoch, @Nullable Long lastOwn) {
        Set<Long> ancestors = new HashSet<>();
        long newest = Long.MIN_VALUE;
        Snapshot head = metadata.currentSnapshot();
        if (head != null) {
            for (Snapshot ancestor : SnapshotUtil.ancestorsOf(head.snapshotId(), metadata::snapshot)) {
                ancestors.add(ancestor.snapshotId());
                if (newest == Long.MIN_VALUE && checkpoint(ancestor) != null) {
                    newest = epoch(ancestor) > epoch ? Long.MAX_VALUE : ownCheckpoint(ancestor, epoch);
                }
            }
        }
        if (lastOwn != null && !ancestors.contains(lastOwn)) {
            return lastOwn;
        }
        for (Snapshot snapshot : metadata.snapshots()) {
            if (!ancestors.contains(snapshot.snapshotId()) && ownCheckpoint(snapshot, epoch) > newest) {
                return snapshot.snapshotId();
            }
        }
        return null;
    }

    private static long ownCheckpoint(Snapshot snapshot, int epoch) {
        String checkpoint = checkpoint(snapshot);
        return checkpoint == null || epoch(snapshot) != epoch ? Long.MIN_VALUE : Long.parseLong(checkpoint);
    }

    static int epoch(Snapshot snapshot) {
        return Integer.parseInt(summary(snapshot).getOrDefault(LakeProperties.EPOCH, "0"));
    }

    private static @Nullable String checkpoint(Snapshot snapshot) {
        return summary(snapshot).get(LakeProperties.CHECKPOINT_ID);
    }

    private static Map<String, String> summary(Snapshot snapshot) {
        return snapshot.summary() == null ? Map.of() : snapshot.summary();
    }
}
