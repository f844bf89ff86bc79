package io.tidemark.job.ingest;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.DeviceIdentity.Change;
import io.tidemark.rules.identity.IdentityKeys;
import java.util.UUID;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code identities} and {@code merge_ids}, column by column in the order of their schemas. The stream and
 * the rebuild make them here, so they are the same to the byte.
 */
public final class IdentityRows {
    /** The version of the rules by which devices merge into users. */
    static final int RULE_VERSION = 1;

    private IdentityRows() {}

    /** The row of a change of a device's identity. */
    public static RowData identity(IdentityCause cause, String deviceKey, Change change) {
        LogPosition place = cause.place();
        return GenericRowData.of(
                StringData.fromString(cause.project()),
                StringData.fromString(deviceKey),
                change.next().seq(),
                text(cause.deviceId()),
                text(change.next().lastUser()),
                StringData.fromString(change.identityKey().toString()),
                change.next().owner(),
                TimestampData.fromEpochMillis(cause.eventTime()),
                TimestampData.fromEpochMillis(cause.serverTime()),
                place.generation(),
                place.partition(),
                place.offset());
    }

    /**
     * The row of a merge.
     *
     * @param device the key of the device's own identity, which is merged away
     * @param causeUuid the event's uuid, in ASCII
     */
    public static RowData merge(IdentityCause cause, UUID device, Change change, byte[] causeUuid) {
        LogPosition place = cause.place();
        return GenericRowData.of(
                StringData.fromString(cause.project()),
                IdentityKeys.amplitudeId(device),
                change.next().owner(),
                TimestampData.fromEpochMillis(cause.eventTime()),
                TimestampData.fromEpochMillis(cause.serverTime()),
                StringData.fromBytes(causeUuid),
                RULE_VERSION,
                place.generation(),
                place.partition(),
                place.offset());
    }

    private static @Nullable StringData text(@Nullable String text) {
        return text == null ? null : StringData.fromString(text);
    }
}
