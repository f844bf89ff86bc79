package io.tidemark.rules.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the people behind one device, after some of its events: the device's newest {@code identities} row,
 * no more. Whether the device was anonymous before its first user needs no field of its own: it was, if it has been
 * seen and has no user yet.
 *
 * @param seq how often the identity of this device has changed: 0 before its first event, then 1, 2, 3 …
 * @param lastUser the last user seen on the device, or null before the first
 * @param owner the {@code amplitude_id} to whom an event without a user belongs: the last user's, else the device's
 *     own; 0 before the first event
 */
public record DeviceIdentity(long seq, @Nullable String lastUser, long owner) {
    /** A device of which no event was accepted yet. */
    public static final DeviceIdentity UNSEEN = new DeviceIdentity(0, null, 0);

    /**
     * What an accepted event changes.
     *
     * @param next the identity from this event on; its {@code owner} is the owner of this event
     * @param identityKey the 128-bit key of the new owner
     * @param merged whether the device's own id joins its first user's, which happens once in a device's life at most
     */
    public record Change(DeviceIdentity next, UUID identityKey, boolean merged) {}

    /**
     * Folds one accepted event into the device's identity ({@code identity.md}, "The rules").
     *
     * @param device the device, for deriving ids
     * @param userId the event's user, or null
     * @return what changes, or null where nothing does and the event belongs to {@link #owner}
     */
    public @Nullable Change observe(Device device, @Nullable String userId) {
        if (userId == null) {
            return seq > 0 ? null : change(null, device.key(), false);
        }
        if (userId.equals(lastUser)) {
            return null;
        }
        boolean wasAnonymous = seq > 0 && lastUser == null;
        return change(userId, device.userKey(userId), wasAnonymous);
    }

    private Change change(@Nullable String user, UUID key, boolean merged) {
        return new Change(new DeviceIdentity(seq + 1, user, IdentityKeys.amplitudeId(key)), key, merged);
    }
}
