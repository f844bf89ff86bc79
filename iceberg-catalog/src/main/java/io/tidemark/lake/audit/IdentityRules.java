package io.tidemark.lake.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of identity, as far as an audit has to compute them again; implemented by those who decide with them. */
public interface IdentityRules {
    /** The device key: the device's id, or a name made from the user's id for an event without a device. */
    String deviceKey(@Nullable String deviceId, @Nullable String userId);

    /**
     * The name under which a device's state is kept: the device key alone where people are known across projects, else
     * something made from both.
     */
    String stateKey(String projectId, String deviceKey);

    /** The person that a device is while nobody is known on it. */
    UUID deviceIdentity(String projectId, String deviceKey);

    /** The person that a user is. */
    UUID userIdentity(String projectId, String userId);

    /** The number of a person: the top 63 bits of its key. */
    static long amplitudeId(UUID identityKey) {
        return identityKey.getMostSignificantBits() >>> 1;
    }
}
