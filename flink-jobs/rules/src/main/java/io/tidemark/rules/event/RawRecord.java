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
 */
public record RawRecord(
        int partition, long offset, long timestamp, long deviceHash, byte @Nullable [] key, byte @Nullable [] value) {}
