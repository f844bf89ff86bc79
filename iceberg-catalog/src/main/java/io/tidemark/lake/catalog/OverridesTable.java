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
 * Makes the table of people's corrections. It begins with an empty snapshot, so that it can be tagged; every tag that the
 * events have already is one of a time without corrections, and is set on it too.
 */
final class OverridesTable {
    private static final String MADE = "made";

    private OverridesTable() {}

    /** Whether a lake has, or had, a table of corrections. */
    static boolean wasMade(Lake lake) {
        return lake.isReadable(LakeTable.EVENTS)
                && MADE.equals(lake.table(LakeTable.EVENTS).properties().get(LakeProperties.OVERRIDES));
    }

    /** Makes it where it is not there; the lake's other tables are. */
    static void make(Lake lake, TableOptions options, Map<String, String> guarded) {
        Table events = lake.table(LakeTable.EVENTS);
        if (lake.exists(LakeTable.IDENTITY_OVERRIDES)) {
            lake.adopt(LakeTable.IDENTITY_OVERRIDES);
        } else {
            create(lake, events, options, guarded);
        }
        if (!MADE.equals(events.properties().get(LakeProperties.OVERRIDES))) {
            events.updateProperties().set(LakeProperties.OVERRIDES, MADE).commit();
        }
    }

    private static void create(Lake lake, Table events, TableOptions options, Map<String, String> guarded) {
        LakeTable name = LakeTable.IDENTITY_OVERRIDES;
        Map<String, String> properties = new HashMap<>(options.properties(name));
        properties.putAll(guarded);
        properties.put(LakeProperties.CORRECTIONS, "true");
        try {
            Transaction made = lake.catalog()
                    .buildTable(lake.identifier(name), name.schema())
                    .withPartitionSpec(options.spec(name))
                    .withProperties(properties)
                    .createTransaction();
            made.newFastAppend().commit();
            made.commitTransaction();
        } catch (AlreadyExistsException alreadyMade) {
            // Another process was faster, and made what this one was about to make.
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
}
