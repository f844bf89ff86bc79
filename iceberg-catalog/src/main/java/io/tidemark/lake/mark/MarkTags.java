package io.tidemark.lake.mark;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.jspecify.annotations.Nullable;

/** The tags of a mark on the tables: set and taken away, beside a job that commits at the same time. */
final class MarkTags {
    // A busy table wins a race now and then, and Iceberg does not try again by itself. Each try looks at it anew.
    private static final int TRIES = 50;

    private final Lake lake;

    MarkTags(Lake lake) {
        this.lake = lake;
    }

    /**
     * Sets the mark's tag on every table, at the mark's snapshot. A tag of that name that an unfinished mark has left is
     * moved.
     *
     * @throws LakeFailure if a table does not take it
     */
    void set(Mark mark, Map<LakeTable, Table> tables) {
        for (Map.Entry<LakeTable, TableMark> table : mark.tables().entrySet()) {
            long snapshot = table.getValue().snapshotId();
            change("Could not set the tag '" + mark.name() + "'", tables, table.getKey(), loaded -> {
                SnapshotRef there = tag(loaded, mark.name());
                if (there == null) {
                    loaded.manageSnapshots().createTag(mark.name(), snapshot).commit();
                } else if (there.snapshotId() != snapshot) {
                    loaded.manageSnapshots().replaceTag(mark.name(), snapshot).commit();
                }
            });
        }
    }

    /** Takes the mark's tags away; one that is gone, or stands at another snapshot, is left as it is. */
    void remove(Mark mark) {
        for (Map.Entry<LakeTable, TableMark> table : mark.tables().entrySet()) {
            if (!lake.exists(table.getKey())) {
                continue;
            }
            long snapshot = table.getValue().snapshotId();
            change("Could not take away the tag '" + mark.name() + "'", Map.of(), table.getKey(), loaded -> {
                SnapshotRef there = tag(loaded, mark.name());
                if (there != null && there.snapshotId() == snapshot) {
                    loaded.manageSnapshots().removeTag(mark.name()).commit();
                }
            });
        }
    }

    private interface Change {
        void on(Table table);
    }

    private void change(String what, Map<LakeTable, Table> tables, LakeTable name, Change change) {
        String tried = what + " on the table " + lake.identifier(name);
        RuntimeException busy = null;
        Table loaded = tables.get(name);
        Table table = loaded == null ? lake.table(name) : loaded;
        for (int i = 0; i < TRIES; i++) {
            try {
                // Reads the metadata only if it is not what was read before: it may be megabytes.
                table.refresh();
                change.on(table);
                return;
            } catch (CommitFailedException | CommitStateUnknownException e) {
                // Whether it is there after all shows in the table that is loaded next.
                busy = e;
            } catch (Refusal refused) {
                throw refused;
            } catch (RuntimeException e) {
                throw LakeFailure.of(tried, e);
            }
        }
        throw new LakeFailure(
                tried,
                "the table was changed by others each of " + TRIES + " times",
                "Try again; what is unfinished is taken up.",
                busy);
    }

    private static @Nullable SnapshotRef tag(Table table, String name) {
        SnapshotRef ref = table.refs().get(name);
        return ref != null && ref.isTag() ? ref : null;
    }
}
