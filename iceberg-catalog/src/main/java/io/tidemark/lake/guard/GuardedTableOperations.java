package io.tidemark.lake.guard;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * The commit check: every change of a table's metadata, whichever way it comes. The metadata that a commit is based on
 * is the table's newest, or the commit fails after all: so nothing comes between the check and the change, and a handle
 * that was loaded long ago helps nobody.
 */
public final class GuardedTableOperations implements TableOperations {
    private final TableOperations base;
    private final GuardEnforcer enforcer;
    private final Named named;
    private final boolean replacing;
    private @Nullable Long lastOwn;

    /** What a table is for the guard, given its metadata. */
    public interface Named {
        /** The table with this metadata. */
        Target target(TableMetadata metadata);

        /** The namespace that a table of this name is made in. */
        Target namespace();
    }

    private GuardedTableOperations(TableOperations base, GuardEnforcer enforcer, Named named, boolean replacing) {
        this.base = base;
        this.enforcer = enforcer;
        this.named = named;
        this.replacing = replacing;
    }

    /** Operations of a table that is there or is about to be made. */
    public static GuardedTableOperations wrap(TableOperations base, GuardEnforcer enforcer, Named named) {
        return new GuardedTableOperations(base, enforcer, named, false);
    }

    /** Operations of a transaction that puts a table in the place of another. */
    public static GuardedTableOperations replacing(TableOperations base, GuardEnforcer enforcer, Named named) {
        return new GuardedTableOperations(base, enforcer, named, true);
    }

    /** Fails loudly if the caller loads this table in order to write, and may not. */
    public void requireWriter() {
        Writer writer = enforcer.caller().writer();
        TableMetadata metadata = base.current();
        if (writer != null && metadata != null) {
            enforcer.require(new Change.LoadToWrite(named.target(metadata), Lineage.of(metadata, writer, lastOwn)));
        }
    }

    @Override
    public void commit(@Nullable TableMetadata before, TableMetadata metadata) {
        if (before == null) {
            enforcer.require(new Change.CreateTable(named.target(metadata), named.namespace()));
        } else if (before != metadata) {
            Target target = named.target(before);
            if (replacing) {
                enforcer.require(new Change.ReplaceTable(target));
            } else {
                Lineage lineage = Lineage.of(before, enforcer.caller().writer(), lastOwn);
                enforcer.require(new Change.Commit(target, lineage, CommitEffects.of(target.name(), before, metadata)));
            }
        }
        base.commit(before, metadata);
        if (before != null && metadata.currentSnapshot() != null && movesHead(before, metadata)) {
            lastOwn = metadata.currentSnapshot().snapshotId();
        }
    }

    private static boolean movesHead(TableMetadata before, TableMetadata after) {
        return before.snapshot(after.currentSnapshot().snapshotId()) == null;
    }

    @Override
    public @Nullable TableMetadata current() {
        return base.current();
    }

    @Override
    public @Nullable TableMetadata refresh() {
        return base.refresh();
    }

    @Override
    public FileIO io() {
        return base.io();
    }

    @Override
    public EncryptionManager encryption() {
        return base.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return base.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return base.locationProvider();
    }

    @Override
    public TableOperations temp(TableMetadata uncommittedMetadata) {
        // A transaction commits through the operations that it was begun with, never through these.
        return base.temp(uncommittedMetadata);
    }

    @Override
    public long newSnapshotId() {
        return base.newSnapshotId();
    }

    @Override
    public boolean requireStrictCleanup() {
        return base.requireStrictCleanup();
    }
}
