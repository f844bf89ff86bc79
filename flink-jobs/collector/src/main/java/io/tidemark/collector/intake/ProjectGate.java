package io.tidemark.collector.intake;

import io.tidemark.collector.envelope.DeviceGate;
import io.tidemark.collector.flood.FloodLimit;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which devices of a project may send, at one time.
 *
 * @param config the configuration in force
 * @param project the project
 * @param floods how much each has sent
 * @param nowMillis the time
 */
record ProjectGate(ServiceConfig config, String project, FloodLimit floods, long nowMillis) implements DeviceGate {
    @Override
    public boolean isBlocked(byte[] deviceKey) {
        return config.isConfigured(project) && config.isBlocked(project, new String(deviceKey, StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Flood count(byte[] deviceKey, int events) {
        if (floods.takes(config, project, deviceKey, events, nowMillis)) {
            return null;
        }
        long threshold = floods.threshold(config, project, deviceKey);
        return new Flood(threshold, threshold);
    }
}
