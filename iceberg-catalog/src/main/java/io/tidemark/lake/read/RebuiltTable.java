package io.tidemark.lake.read;

import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/**
 * A place for the rows of a table that are recomputed, beside the table: a branch of it, with none of its rows, or
 * where the table is gone a table of its own. Readers and the job see nothing of it until it is published, in one
 * commit: the main branch moves on to the rows, or the table takes the name of the one that is gone. It takes a lake
 * that was opened to {@link io.tidemark.lake.guard.Purpose#REBUILD}.
 */
public final class RebuiltTable {
    /** The branch with the recomputed rows. */
    public static final String BRANCH = "rebuild";

    // Where the rows take the stamp of their checkpoint, before the main branch moves on to them.
    private static final String PUBLISHED = "rebuild-published";
    private static final String PREFIX = "rebuild_";

    private final Lake lake;
    private final LakeTable name;
    private final boolean gone;

    private RebuiltTable(Lake lake, LakeTable name) {
        this.lake = lake;
        this.name = name;
        this.gone = !lake.exists(name);
    }

    /** Where the rows of this table are computed, or were. */
    public static RebuiltTable of(Lake lake, LakeTable name) {
        return new RebuiltTable(lake, name);
    }

    /** Which table. */
    public LakeTable name() {
        return name;
    }

    /** Whether the table itself does not exist. */
    public boolean gone() {
        return gone;
    }

    /** The table in the catalog to write the rows to. */
    public TableIdentifier identifier() {
        TableIdentifier itself = lake.identifier(name);
        return gone ? TableIdentifier.of(itself.namespace(), PREFIX + name.tableName()) : itself;
    }

    /** The branch of that table to write the rows to. */
    public String branch() {
        return gone ? SnapshotRef.MAIN_BRANCH : BRANCH;
    }

    /** That table, reloaded. */
    public Table table() {
        return trying("load", () -> catalog().loadTable(identifier()));
    }

    /**
     * The snapshot with the rows computed last; null if none were.
     *
     * @throws LakeFailure if the catalog does not answer
     */
    public @Nullable Long rebuilt() {
        if (gone && !trying("look for", () -> catalog().tableExists(identifier()))) {
            return null;
        }
        Snapshot head = table().snapshot(branch());
        return head == null ? null : head.snapshotId();
    }

    /** The table's own head; null if it is gone or was never written. */
    public @Nullable Long head() {
        return at(SnapshotRef.MAIN_BRANCH);
    }

    /** The table's snapshot at a branch or tag; null if there is none. */
    public @Nullable Long at(String ref) {
        if (gone) {
            return null;
        }
        Snapshot snapshot = lake.table(name).snapshot(ref);
        return snapshot == null ? null : snapshot.snapshotId();
    }

    /** Makes the place empty, whether or not it was. */
    public void clear(TableOptions options) {
        trying("make a place to rebuild", () -> {
            if (gone) {
                return make(options);
            }
            Table table = lake.table(name);
            if (table.refs().containsKey(BRANCH)) {
                table.manageSnapshots().removeBranch(BRANCH).commit();
            }
            table.manageSnapshots().createBranch(BRANCH).commit();
            table.newDelete()
                    .deleteFromRowFilter(Expressions.alwaysTrue())
                    .toBranch(BRANCH)
                    .commit();
            return table;
        });
    }

    // It becomes the table itself, by its name: what is in the trash never shares a file with what is published.
    private Table make(TableOptions options) {
        if (lake.settings().type() == CatalogType.HADOOP) {
            throw RefusalCode.CANNOT_RENAME.refuse(
                    lake.identifier(name),
                    "is gone, and would get its name once it is made",
                    lake.settings().place() + " of the type hadoop",
                    "bring it back with `tidemark undrop`, or make it empty and rebuild it then");
        }
        if (catalog().tableExists(identifier())) {
            catalog().dropTable(identifier(), false);
        }
        return catalog()
                .buildTable(identifier(), name.schema())
                .withPartitionSpec(options.spec(name))
                .withProperties(options.properties(name))
                .withLocation(lake.files().location(name.tableName()))
                .create();
    }

    /**
     * Puts the rows in the place of the table's own, in one commit; a table that is gone is made. What was there stays
     * as the tag {@code before-rebuild-<its snapshot>}.
     *
     * @param expected the table's head when the rows were compared with it; null for none
     * @param stamp which checkpoint the rows belong to; null where no job wrote the table
     * @throws Refusal if the table was written to meanwhile
     */
    public void publish(@Nullable Long expected, @Nullable CheckpointStamp stamp) {
        Map<String, String> notes = stamp == null ? Map.of() : stamp.properties();
        if (!Objects.equals(expected, head())) {
            throw writtenMeanwhile();
        }
        trying("publish the rows of", () -> {
            if (gone) {
                takeItsName(notes);
            } else {
                replace(expected, notes);
            }
            return name;
        });
    }

    private void takeItsName(Map<String, String> notes) {
        AppendFiles stamped = table().newAppend();
        notes.forEach(stamped::set);
        stamped.commit();
        catalog().renameTable(identifier(), lake.identifier(name));
        // Cut off before this, the table is made the lake's own when the job is started next.
        lake.adopt(name);
    }

    private void replace(@Nullable Long expected, Map<String, String> notes) {
        Table table = lake.table(name);
        removeBranch(table, PUBLISHED);
        if (expected == null) {
            append(table, notes);
        } else {
            String before = "before-rebuild-" + expected;
            if (!table.refs().containsKey(before)) {
                table.manageSnapshots().createTag(before, expected).commit();
            }
            table.manageSnapshots().createBranch(PUBLISHED, expected).commit();
            overwrite(table, notes);
        }
        // The one commit that makes them visible; it fails if the head is another by now.
        try {
            table.manageSnapshots()
                    .fastForwardBranch(SnapshotRef.MAIN_BRANCH, PUBLISHED)
                    .commit();
        } catch (CommitFailedException | IllegalArgumentException changed) {
            if (!Objects.equals(expected, head())) {
                throw writtenMeanwhile();
            }
            throw changed;
        }
        removeBranch(table, PUBLISHED);
        removeBranch(table, BRANCH);
    }

    private void append(Table table, Map<String, String> notes) {
        AppendFiles append = table.newAppend().toBranch(PUBLISHED);
        files().forEach(append::appendFile);
        notes.forEach(append::set);
        append.commit();
    }

    private void overwrite(Table table, Map<String, String> notes) {
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(Expressions.alwaysTrue())
                .toBranch(PUBLISHED);
        files().forEach(overwrite::addFile);
        notes.forEach(overwrite::set);
        overwrite.commit();
    }

    private static void removeBranch(Table table, String branch) {
        table.refresh();
        if (table.refs().containsKey(branch)) {
            table.manageSnapshots().removeBranch(branch).commit();
        }
    }

    private Refusal writtenMeanwhile() {
        return RefusalCode.ANOTHER_PLAN.refuse(
                "publish what was rebuilt",
                "no longer holds: the table " + lake.identifier(name)
                        + " was written to since its rows were recomputed",
                "Stop the job, and run `tidemark rebuild` again");
    }

    private List<DataFile> files() {
        List<DataFile> files = new ArrayList<>();
        Long rebuilt = rebuilt();
        if (rebuilt == null) {
            return files;
        }
        try (CloseableIterable<FileScanTask> tasks =
                table().newScan().useSnapshot(rebuilt).includeColumnStats().planFiles()) {
            tasks.forEach(task -> files.add(task.file().copy()));
            return files;
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not read the recomputed rows of " + lake.identifier(name), e);
        }
    }

    private Catalog catalog() {
        return lake.catalog();
    }

    private <T> T trying(String what, Supplier<T> action) {
        try {
            return action.get();
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw LakeFailure.of("Could not " + what + " the table " + identifier(), e);
        }
    }
}
