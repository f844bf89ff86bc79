package io.tidemark.collector.record;

/**
 * An event that was taken in, as it goes to the log.
 *
 * @param key the record's key: the device key in UTF-8; empty where the event names no device, as a dead letter may
 * @param value the event's JSON object as the job reads it
 * @param receivedAt when it was received, in ms since the epoch: the record's timestamp
 */
public record CollectedEvent(byte[] key, byte[] value, long receivedAt) {
    /** How many bytes it has, without its time. */
    public int size() {
        return key.length + value.length;
    }
}
