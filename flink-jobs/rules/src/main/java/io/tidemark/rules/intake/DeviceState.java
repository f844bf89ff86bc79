package io.tidemark.rules.intake;

import io.tidemark.rules.identity.DeviceIdentity;

/**
 * All that the decision needs to know of a device, but for the {@code insert_id}s, of which it is told the one that
 * matters.
 *
 * @param identity who is behind the device
 * @param seconds accepted events by second; stays empty while the limit per second is off
 * @param hours accepted events by hour; stays empty while the limit per day is off
 */
public record DeviceState(DeviceIdentity identity, RateWindow seconds, RateWindow hours) {
    /** A device of which nothing is known. */
    public static final DeviceState UNSEEN = new DeviceState(DeviceIdentity.UNSEEN, RateWindow.NONE, RateWindow.NONE);
}
