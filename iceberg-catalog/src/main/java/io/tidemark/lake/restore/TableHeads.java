package io.tidemark.lake.restore;

import io.tidemark.lake.catalog.CommitRetry;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.table.LakeTable;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * What a restore does to tables: raises their epoch, tags their heads, puts their heads and columns back. Each is one
 * change of metadata a table, tried again where others change the table at the same time, and does nothing where it is
 * done already.
 */
public final class TableHeads {
    private static final CommitRetry RETRY = new CommitRetry(50, "Run the same command again: it goes on from here.");

    private final Lake lake;

    /** The heads of a lake that was opened to restore it. */
    public TableHeads(Lake lake) {
        this.lake = lake;
    }

    /**
     * Raises the epoch of every table, lower ones only. From then on a writer of an earlier epoch cannot commit, and no
     * start of the job has a claim.
     */
    public void raiseEpoch(int epoch) {
        for (LakeTable table : LakeTable.pipeline()) {
            change("raise the epoch of", table, base -> {
                if (LakeProperties.epoch(base.properties()) >= epoch) {
                    return base;
                }
                return TableMetadata.buildFrom(base)
                        .setProperties(Map.of(LakeProperties.EPOCH, Integer.toString(epoch)))
                        .removeProperties(Set.of(LakeProperties.CLAIM))
                        .build();
            });
        }
    }

    /**
     * Tags the head of every table that has one; a tag that is there stays where it is. Inputs too, which a
     * restore does not move: so that one can query as of the tag.
     */
    public void tag(String name) {
        for (LakeTable table : LakeTable.all()) {
            if (!table.isOfPipeline() && !lake.exists(table)) {
                continue;
            }
            change("tag the head of", table, base -> {
                Snapshot head = base.currentSnapshot();
                if (head == null || base.ref(name) != null) {
                    return base;
                }
                return TableMetadata.buildFrom(base)
                        .setRef(name, SnapshotRef.tagBuilder(head.snapshotId()).build())
                        .build();
            });
        }
    }

    /**
     * Puts a table back: its head and its columns, as {@link RestoredSchema} has them.
     *
     * @throws LakeFailure if the table has another id than then, or no longer knows the snapshot
     */
    public void putBack(LakeTable table, Target.Place place) {
        change("put back", table, base -> {
            require(table, place, base);
            Snapshot head = base.currentSnapshot();
            boolean there = head != null && head.snapshotId() == place.snapshotId();
            RestoredSchema columns = RestoredSchema.of(table, base, place.schemaId());
            if (there && columns.isPresent()) {
                return base;
            }
            TableMetadata.Builder back = TableMetadata.buildFrom(base);
            if (!there) {
                back.setBranchSnapshot(place.snapshotId(), SnapshotRef.MAIN_BRANCH);
            }
            return columns.isPresent() ? back.build() : columns.set(back).build();
        });
    }

    private void require(LakeTable table, Target.Place place, TableMetadata base) {
        String tried = "Could not put back the table " + lake.identifier(table);
        if (!place.uuid().equals(base.uuid())) {
            throw new LakeFailure(
                    tried,
                    "it is another table of the same name, recreated since (" + base.uuid() + " instead of "
                            + place.uuid() + ")",
                    "Move it away, and bring the first one back with `tidemark undrop " + table.tableName() + "`.",
                    null);
        }
        if (base.snapshot(place.snapshotId()) == null) {
            throw new LakeFailure(
                    tried,
                    "its metadata no longer has the snapshot " + place.snapshotId() + ": somebody has expired it",
                    "Choose another mark (`tidemark marks`).",
                    null);
        }
    }

    private interface Change {
        TableMetadata of(TableMetadata base);
    }

    private void change(String what, LakeTable name, Change change) {
        RETRY.run("Could not " + what + " the table " + lake.identifier(name), () -> {
            TableOperations operations = ((HasTableOperations) lake.table(name)).operations();
            TableMetadata base = operations.current();
            TableMetadata changed = change.of(base);
            if (changed != base) {
                operations.commit(base, changed);
            }
        });
    }
}
