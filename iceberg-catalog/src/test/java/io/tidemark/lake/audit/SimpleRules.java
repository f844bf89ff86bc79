package io.tidemark.lake.audit;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rules of the real ones' shape with ids of their own: an audit must not care how ids are made. */
public final class SimpleRules implements IdentityRules {
    @Override
    public String deviceKey(@Nullable String deviceId, @Nullable String userId) {
        return deviceId == null ? "\u001Fuser:" + userId : deviceId;
    }

    @Override
    public String stateKey(String projectId, String deviceKey) {
        return deviceKey;
    }

    @Override
    public UUID deviceIdentity(String projectId, String deviceKey) {
        return UUID.nameUUIDFromBytes(("device:" + deviceKey).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public UUID userIdentity(String projectId, String userId) {
        return UUID.nameUUIDFromBytes(("user:" + userId).getBytes(StandardCharsets.UTF_8));
    }
}
