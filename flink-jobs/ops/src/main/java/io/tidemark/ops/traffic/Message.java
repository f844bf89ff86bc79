package io.tidemark.ops.traffic;

import org.jspecify.annotations.Nullable;

/**
 * One record of the traffic, as a collector would hand it to Kafka.
 *
 * @param key what keeps a device's records in order: the device id, or {@code user:<user id>} for an event without a
 *     device; null for a broken record in which neither is to be found
 * @param value the record's bytes: one JSON object in UTF-8, unless it is one of the broken ones
 * @param serverReceivedMillis when the collector received it, ms since the epoch; never less than that of the record
 *     before
 */
public record Message(byte @Nullable [] key, byte[] value, long serverReceivedMillis) {}
