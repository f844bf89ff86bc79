package io.tidemark.rules.intake;

/**
 * What makes two events of a device the same event: a 128-bit hash of the device key and the {@code insert_id}, or,
 * where there is none, of the device key, the {@code event_id} and the {@code time}. Two different events share one with
 * a chance below 10⁻²⁰ in a device's life.
 *
 * @param high the upper half
 * @param low the lower half
 */
public record InsertKey(long high, long low) {}
