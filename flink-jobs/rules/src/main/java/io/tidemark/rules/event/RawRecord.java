package io.tidemark.rules.event;

import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it crosses the shuffle: its place, its bytes, and the hash that sends it to its device's state. The
 * bytes are not looked into again before the operator that decides.
 *
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 * @param timestamp the Kafka record's timestamp, ms since the epoch: {@code server_upload_time}
 * @param deviceHash {@link DeviceKey#hash}; for a record without a device key any number that depends on the record
 *     alone, for it touches no state
 * @param key the Kafka key, or null where there is none
 * @param value the Kafka value, or null for a tombstone
 * @param decidedBy the version of the service configuration by which the record was decided before, for one that comes
 *     from the tables again; else one of the constants
 */
public record RawRecord(
        int partition,
        long offset,
        long timestamp,
        long deviceHash,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long decidedBy) {
    /** {@link #decidedBy} of a record that is decided for the first time, as every record from Kafka. */
    public static final long UNDECIDED = 0;

    /** {@link #decidedBy} of a record that was decided before, by no version of the service configuration. */
    public static final long WITHOUT_CONFIGURATION = -1;

    /** {@link #decidedBy} of a record that was rejected before, for it names a version that there was not. */
    public static final long BY_UNKNOWN_VERSION = -2;

    /** A record from Kafka. */
    public RawRecord(
            int partition,
            long offset,
            long timestamp,
            long deviceHash,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        this(partition, offset, timestamp, deviceHash, key, value, UNDECIDED);
    }
}
