package io.tidemark.collector.envelope;

import org.jspecify.annotations.Nullable;

/**
 * Which devices of a project may send. Keys are device keys in UTF-8; an event that names no device is let through
 * without a call.
 */
public interface DeviceGate {
    /** Every device may send as much as it likes. */
    DeviceGate OPEN = new DeviceGate() {
        @Override
        public boolean isBlocked(byte[] deviceKey) {
            return false;
        }

        @Override
        public @Nullable Flood count(byte[] deviceKey, int events) {
            return null;
        }
    };

    /** Whether nothing of a device is taken in. Has no effect. */
    boolean isBlocked(byte[] deviceKey);

    /**
     * Counts the events that a device sends in one request. It is called once for each device, and only where nothing
     * else is wrong with the request; if one of the devices is over its limit the whole request is refused, and the
     * events of the others come again.
     *
     * @return null where the device is not over its limit
     */
    @Nullable
    Flood count(byte[] deviceKey, int events);

    /**
     * A device over its flood limit.
     *
     * @param eventsPerSecond how much it sends, on average
     * @param threshold how much it may send, in events per second
     */
    record Flood(long eventsPerSecond, long threshold) {}
}
