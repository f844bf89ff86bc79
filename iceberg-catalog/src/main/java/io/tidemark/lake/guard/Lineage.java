package io.tidemark.lake.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
     * A snapshot, as far as it says who committed it.
     *
     * @param snapshotId the snapshot
     * @param epoch the epoch of the job that committed it; 0 where it names none
     * @param checkpoint the checkpoint that the job committed with it; null for a snapshot that is not the job's
     */
    public record Commit(
            long snapshotId, int epoch, @Nullable Long checkpoint) {
        long own(int writer) {
            return checkpoint == null || epoch != writer ? Long.MIN_VALUE : checkpoint;
        }
    }

    /**
     * Looks at a table.
     *
     * @param writer who wants to write; null if nobody does
     * @param lastOwn the last snapshot that this writer committed itself; null if it has not yet
     */
    public static Lineage of(TableMetadata metadata, @Nullable Writer writer, @Nullable Long lastOwn) {
        if (writer == null) {
            return new Lineage(metadata.uuid(), null);
        }
        List<Commit> line = new ArrayList<>();
        Snapshot head = metadata.currentSnapshot();
        if (head != null) {
            SnapshotUtil.ancestorsOf(head.snapshotId(), metadata::snapshot).forEach(each -> line.add(commit(each)));
        }
        List<Commit> all = metadata.snapshots().stream().map(Lineage::commit).toList();
        return of(metadata.uuid(), line, all, writer, lastOwn);
    }

    /**
     * Looks at a table's history. A writer that has started again remembers nothing: but its snapshots carry its epoch,
     * and stay in the metadata when the head is moved behind its back.
     *
     * @param uuid which table it is
     * @param line the head and its ancestors, newest first
     * @param all every snapshot that the table knows
     * @param writer who wants to write
     * @param lastOwn the last snapshot that this writer committed itself; null if it has not yet
     */
    public static Lineage of(String uuid, List<Commit> line, List<Commit> all, Writer writer, @Nullable Long lastOwn) {
        Set<Long> ancestors = line.stream().map(Commit::snapshotId).collect(Collectors.toSet());
        if (lastOwn != null && !ancestors.contains(lastOwn)) {
            return new Lineage(uuid, lastOwn);
        }
        long newest = line.stream()
                .filter(commit -> commit.checkpoint() != null)
                .findFirst()
                .map(commit -> commit.epoch() > writer.epoch() ? Long.MAX_VALUE : commit.own(writer.epoch()))
                .orElse(Long.MIN_VALUE);
        Long lost = all.stream()
                .filter(commit -> !ancestors.contains(commit.snapshotId()) && commit.own(writer.epoch()) > newest)
                .map(Commit::snapshotId)
                .findFirst()
                .orElse(null);
        return new Lineage(uuid, lost);
    }

    private static Commit commit(Snapshot snapshot) {
        String checkpoint = summary(snapshot).get(LakeProperties.CHECKPOINT_ID);
        return new Commit(snapshot.snapshotId(), epoch(snapshot), checkpoint == null ? null : Long.valueOf(checkpoint));
    }

    static int epoch(Snapshot snapshot) {
        return Integer.parseInt(summary(snapshot).getOrDefault(LakeProperties.EPOCH, "0"));
    }

    private static Map<String, String> summary(Snapshot snapshot) {
        return snapshot.summary() == null ? Map.of() : snapshot.summary();
    }
}
