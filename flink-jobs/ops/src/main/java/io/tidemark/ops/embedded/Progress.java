package io.tidemark.ops.embedded;

import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many records have ended where, up to the newest checkpoint that all six tables hold: what is counted here has its
 * people counted as well.
 *
 * @param accepted rows of {@code events}
 * @param duplicate rows of the table of duplicates
 * @param throttled rows of {@code throttled}
 * @param rejected rows of {@code dead_letters}
 * @param newestCommit when the newest snapshot was committed, or null before the first
 */
public record Progress(
        long accepted,
        long duplicate,
        long throttled,
        long rejected,
        @Nullable Instant newestCommit) {
    /** What these heads say; nothing while the tables' first commits come one after another. */
    public static Progress of(Heads heads) {
        ConsistentCut cut = ConsistentCut.of(heads);
        boolean apart = cut.checkpointId() == null
                && LakeTable.pipeline().stream().anyMatch(table -> heads.stamp(table) != null);
        return apart
                ? new Progress(0, 0, 0, 0, heads.newestCommit())
                : new Progress(
                        records(heads, cut, LakeTable.EVENTS),
                        records(heads, cut, LakeTable.DUPLICATES),
                        records(heads, cut, LakeTable.THROTTLED),
                        records(heads, cut, LakeTable.DEAD_LETTERS),
                        heads.newestCommit());
    }

    private static long records(Heads heads, ConsistentCut cut, LakeTable table) {
        Long snapshot = cut.snapshot(table);
        return heads.history(table).stream()
                .filter(notes -> Objects.equals(notes.snapshotId(), snapshot))
                .mapToLong(SnapshotNotes::totalRecords)
                .findFirst()
                .orElse(0);
    }

    /** Records that have ended somewhere. */
    public long records() {
        return accepted + duplicate + throttled + rejected;
    }

    /** What has come since an earlier look. */
    public Progress since(Progress earlier) {
        return new Progress(
                accepted - earlier.accepted,
                duplicate - earlier.duplicate,
                throttled - earlier.throttled,
                rejected - earlier.rejected,
                newestCommit);
    }
}
