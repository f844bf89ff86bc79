package io.tidemark.rules.identity;

import java.util.UUID;

/**
 * One device within its scope, able to name itself and its users.
 *
 * @param keys how ids are derived
 * @param projectId the project of the event at hand; of no effect where the scope is the organisation
 * @param deviceKey the device key
 */
public record Device(IdentityKeys keys, String projectId, String deviceKey) {
    /** The key of the device's own, anonymous identity. */
    public UUID key() {
        return keys.ofDevice(projectId, deviceKey);
    }

    /** The key of a user of the device. */
    public UUID userKey(String userId) {
        return keys.ofUser(projectId, userId);
    }
}
