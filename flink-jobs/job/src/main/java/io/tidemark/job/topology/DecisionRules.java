package io.tidemark.job.topology;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.audit.IdentityRules;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of identity by which the job decides, as the audit needs them.
 *
 * @param keys how ids are derived
 */
public record DecisionRules(IdentityKeys keys) implements IdentityRules {
    /** The rules of this pipeline. */
    public static DecisionRules of(TidemarkConfig config) {
        return new DecisionRules(IngestJob.identityKeys(config.identity()));
    }

    @Override
    public String deviceKey(@Nullable String deviceId, @Nullable String userId) {
        return DeviceKey.of(deviceId, userId);
    }

    @Override
    public String stateKey(String projectId, String deviceKey) {
        return keys.scope() == IdentityScope.PROJECT ? projectId + '\u001F' + deviceKey : deviceKey;
    }

    @Override
    public UUID deviceIdentity(String projectId, String deviceKey) {
        return keys.ofDevice(projectId, deviceKey);
    }

    @Override
    public UUID userIdentity(String projectId, String userId) {
        return keys.ofUser(projectId, userId);
    }
}
