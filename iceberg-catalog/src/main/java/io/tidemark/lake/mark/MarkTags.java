package io.tidemark.lake.mark;

import io.tidemark.lake.catalog.CommitRetry;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.LakeTable;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** The tags of a mark on the tables: set and taken away, beside a job that commits at the same time. */
final class MarkTags {
    private static final CommitRetry RETRY = new CommitRetry(50, "Try again; what is unfinished is taken up.");

    private final Lake lake;

    MarkTags(Lake lake) {
        this.lake = lake;
    }

    /**
     * Sets the mark's tag on every table, at the mark's snapshot. A tag of that name that an unfinished mark has left
     * is moved.
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

    /** Takes the mark's tags away; one that is gone, or is at another snapshot, is left as it is. */
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
        Table known = tables.get(name);
        Table table = known == null ? lake.table(name) : known;
        RETRY.run(what + " on the table " + lake.identifier(name), () -> {
            // Reads the metadata only if it is not what was read before: it may be megabytes.
            table.refresh();
            change.on(table);
        });
    }

    private static @Nullable SnapshotRef tag(Table table, String name) {
        SnapshotRef ref = table.refs().get(name);
        return ref != null && ref.isTag() ? ref : null;
    }
}
