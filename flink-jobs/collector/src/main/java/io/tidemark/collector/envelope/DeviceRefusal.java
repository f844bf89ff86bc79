package io.tidemark.collector.envelope;

/**
 * Events of a device that were refused for what the device is, not for what they are.
 *
 * @param deviceKey the device key in UTF-8
 * @param cause why
 * @param events how many
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeviceRefusal(byte[] deviceKey, Cause cause, int events) {
    /** Why events of a device are refused. */
    public enum Cause {
        /** A person, or the job, has blocked it. */
        BLOCKED,
        /** It sends more than its flood limit. */
        FLOOD
    }
}
