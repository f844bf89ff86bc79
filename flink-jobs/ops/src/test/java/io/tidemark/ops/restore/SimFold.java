package io.tidemark.ops.restore;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.identity.Device;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The job's keyed state, as small as it may be while each of the six tables depends on it: who is behind a device (the
 * product's own rule), which insert ids were seen, and how many events count towards a limit.
 */
final class SimFold {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "simulated");
    private static final int EVERY = 5;

    private final Map<String, Story> devices;

    SimFold() {
        this(new HashMap<>());
    }

    private SimFold(Map<String, Story> devices) {
        this.devices = devices;
    }

    /** A record of the log. A broken one has no device. */
    record Message(
            String device, @Nullable String user, @Nullable String insertId) {
        boolean broken() {
            return device.isEmpty();
        }
    }

    /** A row of a table. */
    record Row(LakeTable table, int partition, long offset, Message message, long number, long owner) {}

    private record Story(DeviceIdentity identity, Map<String, Long> inserts, long counted) {
        private static final Story UNSEEN = new Story(DeviceIdentity.UNSEEN, Map.of(), 0);
    }

    SimFold copy() {
        return new SimFold(new HashMap<>(devices));
    }

    /** What a record comes to. */
    List<Row> take(int partition, long offset, Message message) {
        if (message.broken()) {
            return List.of(new Row(LakeTable.DEAD_LETTERS, partition, offset, message, 0, 0));
        }
        Story story = devices.getOrDefault(message.device(), Story.UNSEEN);
        Long first = message.insertId() == null ? null : story.inserts().get(message.insertId());
        if (first != null) {
            return List.of(new Row(LakeTable.DUPLICATES, partition, offset, message, first, 0));
        }
        long counted = story.counted() + 1;
        if (counted % EVERY == 0) {
            devices.put(message.device(), new Story(story.identity(), story.inserts(), counted));
            return List.of(new Row(LakeTable.THROTTLED, partition, offset, message, counted, 0));
        }
        List<Row> rows = new ArrayList<>();
        DeviceIdentity.Change change = story.identity().observe(new Device(KEYS, "", message.device()), message.user());
        DeviceIdentity next = change == null ? story.identity() : change.next();
        if (change != null) {
            rows.add(new Row(LakeTable.IDENTITIES, partition, offset, message, next.seq(), next.owner()));
            if (change.merged()) {
                rows.add(new Row(LakeTable.MERGE_IDS, partition, offset, message, 0, next.owner()));
            }
        }
        rows.add(new Row(LakeTable.EVENTS, partition, offset, message, 0, next.owner()));
        devices.put(message.device(), new Story(next, with(story.inserts(), message.insertId(), offset), counted));
        return rows;
    }

    /** The state, computed from the rows of the tables. */
    static SimFold of(Iterable<Row> rows) {
        SimFold fold = new SimFold();
        rows.forEach(fold::told);
        return fold;
    }

    private void told(Row row) {
        String device = row.message().device();
        Story story = devices.getOrDefault(device, Story.UNSEEN);
        switch (row.table()) {
            case IDENTITIES -> {
                if (row.number() > story.identity().seq()) {
                    DeviceIdentity newest =
                            new DeviceIdentity(row.number(), row.message().user(), row.owner());
                    devices.put(device, new Story(newest, story.inserts(), story.counted()));
                }
            }
            case EVENTS -> {
                Map<String, Long> inserts = with(story.inserts(), row.message().insertId(), row.offset());
                devices.put(device, new Story(story.identity(), inserts, story.counted() + 1));
            }
            case THROTTLED -> devices.put(device, new Story(story.identity(), story.inserts(), story.counted() + 1));
            case DUPLICATES, DEAD_LETTERS, MERGE_IDS, IDENTITY_OVERRIDES, SERVICE_CONFIG -> {
                // Nothing is remembered of them.
            }
        }
    }

    private static Map<String, Long> with(Map<String, Long> inserts, @Nullable String id, long offset) {
        if (id == null) {
            return inserts;
        }
        Map<String, Long> more = new HashMap<>(inserts);
        more.put(id, offset);
        return more;
    }
}
