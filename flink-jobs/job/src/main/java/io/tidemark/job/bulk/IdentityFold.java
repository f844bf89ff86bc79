package io.tidemark.job.bulk;

import io.tidemark.job.ingest.IdentityCause;
import io.tidemark.job.ingest.IdentityRows;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.Device;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of each device, in their order, with the stream's own code, into the rows of {@code identities} and,
 * as a side output, of {@code merge_ids}. Only for batch execution, which hands over one key after the other, and each
 * key's events by their timestamps: the devices of one key are all that it holds.
 */
public final class IdentityFold extends KeyedProcessFunction<Long, IdentityEvent, RowData> {
    private final IdentityKeys keys;
    private final OutputTag<RowData> mergeIds;
    private transient Map<String, DeviceIdentity> devices;
    private transient @Nullable Long key;
    private transient long lastOrder;

    /** A fold that derives ids in this way. */
    @SuppressWarnings("NullAway.Init") // made when the function opens
    public IdentityFold(IdentityKeys keys, OutputTag<RowData> mergeIds) {
        this.keys = keys;
        this.mergeIds = mergeIds;
    }

    @Override
    public void open(OpenContext context) {
        devices = new HashMap<>();
    }

    @Override
    public void processElement(IdentityEvent event, Context context, Collector<RowData> identities) {
        if (key == null || key != event.deviceHash()) {
            key = event.deviceHash();
            devices.clear();
        } else if (event.order() < lastOrder) {
            throw new IllegalStateException("Cannot rebuild identities: the events of a device came out of order,"
                    + " as they do outside of batch execution");
        }
        lastOrder = event.order();
        String deviceId = text(event.device());
        String user = text(event.user());
        String project = new String(event.project(), StandardCharsets.UTF_8);
        String deviceKey = DeviceKey.of(deviceId, user);
        String name = keys.scope() == IdentityScope.PROJECT ? project + '\u001F' + deviceKey : deviceKey;
        DeviceIdentity before = devices.getOrDefault(name, DeviceIdentity.UNSEEN);
        Device device = new Device(keys, project, deviceKey);
        DeviceIdentity.Change change = before.observe(device, user);
        if (change == null) {
            return;
        }
        devices.put(name, change.next());
        LogPosition place = new LogPosition(event.epoch(), event.partition(), event.offset());
        IdentityCause cause = new IdentityCause(project, deviceId, event.eventTime(), event.serverTime(), place);
        identities.collect(IdentityRows.identity(cause, deviceKey, change));
        if (change.merged()) {
            byte[] uuid = Objects.requireNonNull(event.uuid(), "A merge is caused by an event with a user");
            context.output(mergeIds, IdentityRows.merge(cause, device.key(), change, uuid));
        }
    }

    private static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
