package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.AlreadyExistsException;

/**
 * Makes a table that people write. It begins with an empty snapshot, so that it can be tagged; every tag that the events have
 * already is one of a time when nobody had written it, and is set on it too.
 */
final class InputTable {
    private static final String MADE = "made";

    private final Lake lake;
    private final LakeTable name;

    InputTable(Lake lake, LakeTable name) {
        if (!name.isInput()) {
            throw new IllegalArgumentException("Not an input: " + name);
        }
        this.lake = lake;
        this.name = name;
    }

    /** Whether the lake has, or had, the table. */
    boolean wasMade() {
        return lake.isReadable(LakeTable.EVENTS)
                && MADE.equals(lake.table(LakeTable.EVENTS).properties().get(LakeProperties.madeOf(name)));
    }

    /** Makes it where it is not there; the pipeline's tables are. */
    void make(TableOptions options, Map<String, String> guarded) {
        Table events = lake.table(LakeTable.EVENTS);
        if (lake.exists(name)) {
            lake.adopt(name);
        } else {
            create(events, options, guarded);
        }
        String made = LakeProperties.madeOf(name);
        if (!MADE.equals(events.properties().get(made))) {
            events.updateProperties().set(made, MADE).commit();
        }
    }

    /** Makes it where it was lost. Its tags are lost with it: what it will hold is not what the marks had. */
    void makeAgain(TableOptions options, Map<String, String> guarded) {
        if (!lake.exists(name)) {
            boolean ignored = create(options, guarded);
        }
    }

    private void create(Table events, TableOptions options, Map<String, String> guarded) {
        if (!create(options, guarded)) {
            return;
        }
        Table table = lake.table(name);
        long empty = table.currentSnapshot().snapshotId();
        for (Map.Entry<String, SnapshotRef> ref : events.refs().entrySet()) {
            if (ref.getValue().isTag()) {
                table.manageSnapshots().createTag(ref.getKey(), empty).commit();
            }
        }
    }

    /** Whether this process made it. */
    private boolean create(TableOptions options, Map<String, String> guarded) {
        Map<String, String> properties = new HashMap<>(options.properties(name));
        properties.putAll(guarded);
        properties.put(LakeProperties.takenBy(name), "true");
        try {
            Transaction made = lake.catalog()
                    .buildTable(lake.identifier(name), name.schema())
                    .withPartitionSpec(options.spec(name))
                    .withProperties(properties)
                    .createTransaction();
            made.newFastAppend().commit();
            made.commitTransaction();
            return true;
        } catch (AlreadyExistsException alreadyMade) {
            // Another process was faster, and made what this one was about to make.
            return false;
        }
    }
}
