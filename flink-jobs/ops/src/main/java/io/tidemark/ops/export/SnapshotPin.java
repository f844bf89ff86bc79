package io.tidemark.ops.export;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that are exported.
 *
 * @param events the snapshot of events; null for a lake that was never written
 * @param merges the snapshot of merge_ids of the same checkpoint
 * @param overrides the snapshot of the corrections; null where there is no table of them
 */
record SnapshotPin(
        @Nullable Long events,
        @Nullable Long merges,
        @Nullable Long overrides) {
    /** How many lines its text has. */
    static final int LINES = 3;

    private static final String NOTHING = "none";

    /** The mark's snapshots, or the newest ones. */
    static SnapshotPin of(Lake lake, @Nullable String name) {
        if (name != null) {
            Mark mark = new Marks(lake).require(name);
            TableMark overrides = mark.tables().get(LakeTable.IDENTITY_OVERRIDES);
            return new SnapshotPin(
                    mark.snapshot(LakeTable.EVENTS),
                    mark.snapshot(LakeTable.MERGE_IDS),
                    overrides == null ? null : overrides.snapshotId());
        }
        ConsistentCut cut = ConsistentCut.of(Heads.of(lake));
        return new SnapshotPin(
                cut.snapshot(LakeTable.EVENTS), cut.snapshot(LakeTable.MERGE_IDS), newestOverrides(lake));
    }

    private static @Nullable Long newestOverrides(Lake lake) {
        if (!lake.exists(LakeTable.IDENTITY_OVERRIDES)) {
            return null;
        }
        Snapshot overrides = lake.table(LakeTable.IDENTITY_OVERRIDES).currentSnapshot();
        return overrides == null ? null : overrides.snapshotId();
    }

    /** As a line a table; snapshots' ids are of their tables alone. */
    String text(Lake lake) {
        return "events " + text(lake.table(LakeTable.EVENTS), events) + "\nmerge_ids "
                + text(lake.table(LakeTable.MERGE_IDS), merges)
                + "\nidentity_overrides "
                + (overrides == null
                        ? NOTHING + " " + NOTHING
                        : text(lake.table(LakeTable.IDENTITY_OVERRIDES), overrides));
    }

    private static String text(Table table, @Nullable Long snapshot) {
        return table.uuid() + " " + (snapshot == null ? NOTHING : snapshot);
    }

    /**
     * What such lines say.
     *
     * @param resume what to do if the snapshots have expired, as a sentence
     * @throws LakeFailure if the tables are others by now, or the snapshots have expired
     */
    static SnapshotPin parse(Lake lake, String text, String resume) {
        String[] lines = text.split("\n", -1);
        return new SnapshotPin(
                parse(lake.table(LakeTable.EVENTS), lines[0], resume),
                parse(lake.table(LakeTable.MERGE_IDS), lines[1], resume),
                lines[2].endsWith(NOTHING) ? null : parse(lake.table(LakeTable.IDENTITY_OVERRIDES), lines[2], resume));
    }

    private static @Nullable Long parse(Table table, String line, String resume) {
        String[] words = line.split(" ", -1);
        String tried = "Could not go on with the export where it was cut off, at snapshot " + words[2]
                + " of the table " + table.name();
        if (!words[1].equals(table.uuid().toString())) {
            throw new LakeFailure(tried, "the table has been recreated since", resume, null);
        }
        if (words[2].equals(NOTHING)) {
            return null;
        }
        long snapshot = Long.parseLong(words[2]);
        if (table.snapshot(snapshot) == null) {
            throw new LakeFailure(tried, "the snapshot has expired meanwhile", resume, null);
        }
        return snapshot;
    }
}
