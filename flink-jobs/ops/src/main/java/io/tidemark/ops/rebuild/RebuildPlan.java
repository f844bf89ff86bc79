package io.tidemark.ops.rebuild;

import io.tidemark.lake.audit.RowsDifference;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.table.LakeTable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rebuild has computed, and what publishing it would change.
 *
 * @param snapshot the snapshot of the events that it was computed from
 * @param events how many events that were
 * @param changes each table
 */
public record RebuildPlan(long snapshot, long events, List<Change> changes) {
    /** Keeps a copy. */
    public RebuildPlan {
        changes = List.copyOf(changes);
    }

    /**
     * One table.
     *
     * @param table which
     * @param gone whether it does not exist, and would be made
     * @param head its head; null if it is gone or was never written
     * @param compared the snapshot that the rows were compared with; null for none
     * @param before the rows at that snapshot
     * @param after the rows as they were computed
     * @param difference in what they differ
     * @param marked what the mark counted, and what was computed; null where it was not done at a mark
     */
    public record Change(
            LakeTable table,
            boolean gone,
            @Nullable Long head,
            @Nullable Long compared,
            RowsDigest before,
            RowsDigest after,
            RowsDifference difference,
            @Nullable Marked marked) {}

    /**
     * The rows as a mark has counted them when it was made, beside those that were computed: for this the table itself
     * need not be there.
     *
     * @param counted what the mark says
     * @param computed what was computed
     */
    public record Marked(TableMark.Contents counted, TableMark.Contents computed) {
        /** Whether every row is as it was then. */
        public boolean same() {
            return counted.equals(computed);
        }
    }

    /** Whether there is something to publish: a table that is gone, or rows that differ. */
    public boolean changesAnything() {
        return changes.stream()
                .anyMatch(change -> change.gone() || !change.difference().isEmpty());
    }

    /** How many events a second that were, if it took so long. */
    public long eventsPerSecond(Duration took) {
        return events * 1_000 / Math.max(1, took.toMillis());
    }

    /** Names exactly this plan: other events, another head or other rows give another hash. */
    public String hash() {
        StringBuilder text = new StringBuilder("rebuild " + snapshot);
        for (Change change : changes) {
            text.append('\n')
                    .append(change.table().tableName())
                    .append(change.gone() ? " gone " : " " + change.head() + " ")
                    .append(change.after().rows())
                    .append(' ')
                    .append(change.after().hash());
        }
        return PlanHash.of(List.of(text.toString()));
    }
}
