package io.tidemark.rules.service;

import io.tidemark.rules.event.DeviceKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes from one state of the configuration to another. Stand-ins stay as they are: they say how what was received
 * is decided, so they change only where it is decided again.
 */
final class Reversal {
    private Reversal() {}

    /** What has to be set and removed in a state so that it says this. */
    static SortedMap<ConfigKey, Optional<ConfigValue>> changes(
            ServiceConfig now, SortedMap<ConfigKey, ConfigValue> target) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        SortedMap<ConfigKey, ConfigValue> entries = now.entries();
        entries.keySet().stream()
                .filter(key -> !target.containsKey(key) && !(key instanceof ConfigKey.StandIn))
                .forEach(key -> changes.put(key, Optional.empty()));
        target.forEach((key, value) -> {
            if (!value.equals(entries.get(key)) && !(key instanceof ConfigKey.StandIn)) {
                changes.put(key, Optional.of(value));
            }
        });
        return changes;
    }

    /**
     * What a state of then says, less every key that is not there now, and less what belongs to a project that is not. An
     * API key that has changed from such a project to one that stays is left as it is now.
     */
    static SortedMap<ConfigKey, ConfigValue> remaining(ServiceConfig then, ServiceConfig now) {
        SortedMap<ConfigKey, ConfigValue> entries = now.entries();
        SortedMap<ConfigKey, ConfigValue> remaining = new TreeMap<>();
        then.entries().forEach((key, old) -> {
            ConfigValue present = entries.get(key);
            if (present != null) {
                if (stays(key, old, then, now)) {
                    remaining.put(key, old);
                } else if (stays(key, present, then, now)) {
                    remaining.put(key, present);
                }
            }
        });
        return remaining;
    }

    private static boolean stays(ConfigKey key, ConfigValue value, ServiceConfig then, ServiceConfig now) {
        String project = project(key, value);
        return project == null
                || project.equals(DeviceKey.DEFAULT_PROJECT)
                || (then.project(project) != null && now.project(project) != null);
    }

    private static @Nullable String project(ConfigKey key, ConfigValue value) {
        return value instanceof ConfigValue.ApiKey apiKey ? apiKey.project() : key.project();
    }
}
