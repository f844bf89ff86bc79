package io.tidemark.rules.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one project. Immutable; what a version does not touch is shared with the state before it.
 *
 * @param project the project's own entry
 * @param limits its limits
 * @param filters its filters by event type
 * @param plans its schema plans by event type
 * @param devices its limits of single devices by device key
 * @param inForce for each event type with a filter of its own, that and the one for any type; under
 *     {@link ConfigKey#ANY_TYPE} the one for any type
 */
record ProjectEntries(
        @Nullable ConfigValue project,
        @Nullable ConfigValue limits,
        Map<String, ConfigValue> filters,
        Map<String, ConfigValue> plans,
        Map<String, ConfigValue> devices,
        Map<String, List<ConfigValue.Filter>> inForce) {
    static final ProjectEntries NONE = new ProjectEntries(null, null, Map.of(), Map.of(), Map.of(), Map.of());

    boolean isEmpty() {
        return project == null && limits == null && filters.isEmpty() && plans.isEmpty() && devices.isEmpty();
    }

    /** With other values; null removes. All keys are of this project. */
    ProjectEntries with(Map<ConfigKey, @Nullable ConfigValue> changes) {
        ConfigValue newProject = project;
        ConfigValue newLimits = limits;
        Map<String, ConfigValue> newFilters = filters;
        Map<String, ConfigValue> newPlans = plans;
        Map<String, ConfigValue> newDevices = devices;
        for (Map.Entry<ConfigKey, @Nullable ConfigValue> change : changes.entrySet()) {
            ConfigKey key = change.getKey();
            ConfigValue value = change.getValue();
            if (key instanceof ConfigKey.Project) {
                newProject = value;
            } else if (key instanceof ConfigKey.Limits) {
                newLimits = value;
            } else if (key instanceof ConfigKey.Filter filter) {
                newFilters = set(filters, newFilters, filter.eventType(), value);
            } else if (key instanceof ConfigKey.SchemaPlan plan) {
                newPlans = set(plans, newPlans, plan.eventType(), value);
            } else if (key instanceof ConfigKey.DeviceLimits device) {
                newDevices = set(devices, newDevices, device.deviceKey(), value);
            }
        }
        return new ProjectEntries(
                newProject,
                newLimits,
                newFilters,
                newPlans,
                newDevices,
                newFilters == filters ? inForce : inForce(newFilters));
    }

    /** The filters of an event type. */
    List<ConfigValue.Filter> filters(String eventType) {
        List<ConfigValue.Filter> own = inForce.get(eventType);
        return own != null ? own : inForce.getOrDefault(ConfigKey.ANY_TYPE, List.of());
    }

    /** The plan of an event type: its own, else the one for any type. */
    ConfigValue.@Nullable SchemaPlan plan(String eventType) {
        ConfigValue plan = plans.get(eventType);
        plan = plan != null ? plan : plans.get(ConfigKey.ANY_TYPE);
        return plan instanceof ConfigValue.SchemaPlan understood ? understood : null;
    }

    /** The limits of every device without limits of its own. */
    ConfigValue.Limits limitsOfAll() {
        return limits instanceof ConfigValue.Limits understood ? understood : ConfigValue.Limits.NONE;
    }

    /** The limits that a device has of its own. */
    ConfigValue.@Nullable DeviceLimits ofDevice(String deviceKey) {
        return devices.get(deviceKey) instanceof ConfigValue.DeviceLimits understood ? understood : null;
    }

    /** Every entry with its key. */
    void forEach(String name, BiConsumer<ConfigKey, ConfigValue> each) {
        if (project != null) {
            each.accept(new ConfigKey.Project(name), project);
        }
        if (limits != null) {
            each.accept(new ConfigKey.Limits(name), limits);
        }
        filters.forEach((type, value) -> each.accept(new ConfigKey.Filter(name, type), value));
        plans.forEach((type, value) -> each.accept(new ConfigKey.SchemaPlan(name, type), value));
        devices.forEach((device, value) -> each.accept(new ConfigKey.DeviceLimits(name, device), value));
    }

    /** Changes a copy, which is made once. */
    private static Map<String, ConfigValue> set(
            Map<String, ConfigValue> shared, Map<String, ConfigValue> now, String name, @Nullable ConfigValue value) {
        Map<String, ConfigValue> copy = now == shared ? new HashMap<>(shared) : now;
        if (value == null) {
            copy.remove(name);
        } else {
            copy.put(name, value);
        }
        return copy;
    }

    private static Map<String, List<ConfigValue.Filter>> inForce(Map<String, ConfigValue> filters) {
        Map<String, List<ConfigValue.Filter>> inForce = new HashMap<>();
        ConfigValue any = filters.get(ConfigKey.ANY_TYPE);
        filters.forEach((type, own) -> {
            List<ConfigValue.Filter> both = new ArrayList<>();
            if (own instanceof ConfigValue.Filter filter) {
                both.add(filter);
            }
            if (!type.equals(ConfigKey.ANY_TYPE) && any instanceof ConfigValue.Filter filter) {
                both.add(filter);
            }
            inForce.put(type, List.copyOf(both));
        });
        return inForce;
    }
}
