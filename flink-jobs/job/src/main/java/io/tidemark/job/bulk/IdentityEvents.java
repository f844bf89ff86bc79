package io.tidemark.job.bulk;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.intake.Intake;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * From rows of {@code events} to what a rebuild needs of them. Leaves out what cannot change an identity: group events,
 * and an event without a user of a device of which an earlier event went by already. (Of an event with a user that cannot
 * be said before all events of the device are in order.)
 */
public final class IdentityEvents extends RichFlatMapFunction<RowData, IdentityEvent> {
    /** The columns that it reads, in this order. */
    public static final List<String> COLUMNS = List.of(
            "project_id",
            "device_id",
            "user_id",
            "event_type",
            "event_time",
            "server_received_time",
            "uuid",
            "ingest_epoch",
            "kafka_partition",
            "kafka_offset");

    private static final int PROJECT = 0;
    private static final int DEVICE = 1;
    private static final int USER = 2;
    private static final int EVENT_TYPE = 3;
    private static final int EVENT_TIME = 4;
    private static final int SERVER_TIME = 5;
    private static final int UUID = 6;
    private static final int EPOCH = 7;
    private static final int PARTITION = 8;
    private static final int OFFSET = 9;
    private static final int MICROS = 6;
    private static final int SEEN = 1 << 16;

    private static final StringData GROUP_IDENTIFY = StringData.fromString(Intake.GROUP_IDENTIFY);

    private final boolean byProject;
    private transient @Nullable IdentityEvent[] seen;

    /** For devices that are told apart by project, or not. */
    @SuppressWarnings("NullAway.Init") // made when the function opens
    public IdentityEvents(boolean byProject) {
        this.byProject = byProject;
    }

    @Override
    public void open(OpenContext context) {
        seen = new IdentityEvent[SEEN];
    }

    @Override
    public void flatMap(RowData row, Collector<IdentityEvent> out) {
        if (row.getString(EVENT_TYPE).equals(GROUP_IDENTIFY)) {
            return;
        }
        byte[] project = row.getString(PROJECT).toBytes();
        byte[] device = bytes(row, DEVICE);
        byte[] user = bytes(row, USER);
        byte[] id = Objects.requireNonNull(device == null ? user : device, "An accepted event has a device or a user");
        long scope = byProject ? DeviceKey.scope(project, 0, project.length) : DeviceKey.NO_SCOPE;
        IdentityEvent event = new IdentityEvent(
                DeviceKey.hash(scope, id, 0, id.length, device == null),
                row.getInt(EPOCH),
                row.getInt(PARTITION),
                row.getLong(OFFSET),
                row.getTimestamp(EVENT_TIME, MICROS).getMillisecond(),
                row.getTimestamp(SERVER_TIME, MICROS).getMillisecond(),
                project,
                device,
                user,
                user == null ? null : row.getString(UUID).toBytes());
        if (matters(event)) {
            out.collect(event);
        }
    }

    /** False only where the event changes nothing for sure; the devices that are remembered come and go. */
    private boolean matters(IdentityEvent event) {
        int slot = (int) (event.deviceHash() >>> 24) & (SEEN - 1);
        IdentityEvent earlier = seen[slot];
        boolean known = earlier != null && sameDevice(earlier, event);
        if (!known || event.order() < earlier.order()) {
            seen[slot] = event;
        }
        return !known || event.user() != null || event.order() < earlier.order();
    }

    // Hashes of 64 bits collide, so the names decide.
    private boolean sameDevice(IdentityEvent one, IdentityEvent other) {
        return one.deviceHash() == other.deviceHash()
                && one.device() != null
                && Arrays.equals(one.device(), other.device())
                && (!byProject || Arrays.equals(one.project(), other.project()));
    }

    private static byte @Nullable [] bytes(RowData row, int column) {
        return row.isNullAt(column) ? null : row.getString(column).toBytes();
    }
}
