package io.tidemark.lake.care;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one table, as far as it matters which of them may go.
 *
 * @param snapshots all that there are
 * @param head the table's head; null for a table that was never written
 * @param shared the snapshot of the newest checkpoint that all tables have in common; null if there is none
 * @param held snapshots that a mark, a restore's {@code before-} tag, a branch or any other ref names
 */
public record Past(
        List<Entry> snapshots,
        @Nullable Long head,
        @Nullable Long shared,
        Set<Long> held) {
    /** Keeps copies. */
    public Past {
        snapshots = List.copyOf(snapshots);
        held = Set.copyOf(held);
    }

    /**
     * One snapshot.
     *
     * @param id the snapshot
     * @param parent the one before; null for the first
     * @param committedAt when it was committed
     * @param stamped whether the job wrote it, and so may look for it
     */
    public record Entry(long id, @Nullable Long parent, Instant committedAt, boolean stamped) {}
}
