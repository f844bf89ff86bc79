package io.tidemark.rules.service;

import io.tidemark.rules.event.DeviceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is configured after a version: the sum of all changes up to it. Immutable. A look-up for a project without
 * entries is one look into a hash table and allocates nothing; entries that a version does not touch are shared with the
 * state before it.
 *
 * <p>Keys and values that this release does not understand have no effect, but are {@link #entries}; a project whose
 * value is not understood exists and has no settings.
 */
public final class ServiceConfig {
    /** Nothing is configured: version 0. */
    public static final ServiceConfig EMPTY = new ServiceConfig(0, Map.of(), Map.of(), Map.of());

    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{" + KeyParts.DIGITS_SHOWN + ",64}");

    private final long version;
    private final Map<String, ProjectEntries> projects;
    private final Map<String, ConfigValue> apiKeys;
    private final Map<ConfigKey, ConfigValue> others;

    private ServiceConfig(
            long version,
            Map<String, ProjectEntries> projects,
            Map<String, ConfigValue> apiKeys,
            Map<ConfigKey, ConfigValue> others) {
        this.version = version;
        this.projects = projects;
        this.apiKeys = apiKeys;
        this.others = others;
    }

    /** The number of the version; 0 for none. */
    public long version() {
        return version;
    }

    /** A project's settings; null where it is not configured ({@code default} may be used all the same). */
    public ConfigValue.@Nullable Project project(String id) {
        ProjectEntries entries = projects.get(id);
        if (entries == null || entries.project() == null) {
            return null;
        }
        return entries.project() instanceof ConfigValue.Project understood ? understood : ConfigValue.Project.PLAIN;
    }

    /** Whether a project may have entries: it is configured, or is {@code default}, which always exists. */
    public boolean hasProject(String id) {
        return id.equals(DeviceKey.DEFAULT_PROJECT) || project(id) != null;
    }

    /** An API key by its {@link ConfigKey#hash}, valid or no longer; null where it is none, or is removed. */
    public ConfigValue.@Nullable ApiKey apiKey(String sha256) {
        return apiKeys.get(sha256) instanceof ConfigValue.ApiKey understood ? understood : null;
    }

    /** Whether anything but API keys is configured for a project. */
    public boolean isConfigured(String project) {
        return projects.containsKey(project);
    }

    /**
     * The limits that are in force for a device: each of the two is the device's own, else the project's, else not said
     * and so the configuration file's.
     */
    public ConfigValue.Limits limits(String project, String deviceKey) {
        ProjectEntries entries = projects.get(project);
        if (entries == null) {
            return ConfigValue.Limits.NONE;
        }
        ConfigValue.DeviceLimits own = entries.ofDevice(deviceKey);
        return own == null ? entries.limitsOfAll() : own.within(entries.limitsOfAll());
    }

    /** Whether nothing of a device is accepted. */
    public boolean isBlocked(String project, String deviceKey) {
        ProjectEntries entries = projects.get(project);
        ConfigValue.DeviceLimits own = entries == null ? null : entries.ofDevice(deviceKey);
        return own != null && own.block();
    }

    /** The filters of an event type: its own, then the one for any type. An event is parked if it fits one of them. */
    public List<ConfigValue.Filter> filters(String project, String eventType) {
        ProjectEntries entries = projects.get(project);
        return entries == null ? List.of() : entries.filters(eventType);
    }

    /** The schema plan of an event type: its own, else the one for any type; null where there is none. */
    public ConfigValue.@Nullable SchemaPlan schemaPlan(String project, String eventType) {
        ProjectEntries entries = projects.get(project);
        return entries == null ? null : entries.plan(eventType);
    }

    /** Everything that is configured, in the order of the keys' texts: a new map. */
    public SortedMap<ConfigKey, ConfigValue> entries() {
        TreeMap<ConfigKey, ConfigValue> entries = new TreeMap<>(others);
        projects.forEach((name, each) -> each.forEach(name, entries::put));
        apiKeys.forEach((hash, value) -> entries.put(new ConfigKey.ApiKey(hash), value));
        return entries;
    }

    /**
     * The version that decides in place of another, for each that has such a stand-in, whether there are such versions or
     * not: a new map.
     */
    public SortedMap<Long, Long> standIns() {
        SortedMap<Long, Long> standIns = new TreeMap<>();
        others.forEach((key, value) -> {
            if (key instanceof ConfigKey.StandIn of && value instanceof ConfigValue.StandIn by) {
                standIns.put(of.version(), by.version());
            }
        });
        return standIns;
    }

    /** The keys that belong to a project: its own entry, those that name it, and its API keys. */
    public SortedSet<ConfigKey> keysOf(String project) {
        SortedSet<ConfigKey> keys = new TreeSet<>();
        projects.getOrDefault(project, ProjectEntries.NONE).forEach(project, (key, value) -> keys.add(key));
        apiKeys.forEach((hash, value) -> {
            if (value instanceof ConfigValue.ApiKey key && key.project().equals(project)) {
                keys.add(new ConfigKey.ApiKey(hash));
            }
        });
        return keys;
    }

    /**
     * The API key of which a person typed the first digits of the hash, at least 8, with or without {@code api_key/};
     * none, or more than one, is a problem.
     */
    public Checked<ConfigKey.ApiKey> resolve(String typed) {
        String word = KeyKind.API_KEY.word() + "/";
        String prefix = typed.startsWith(word) ? typed.substring(word.length()) : typed;
        String at = "the API key " + Texts.shown(typed);
        if (!PREFIX.matcher(prefix).matches()) {
            return Checked.bad(
                    at,
                    "allowed: the first " + KeyParts.DIGITS_SHOWN
                            + " hexadecimal digits of its hash, or more, in lower case");
        }
        List<String> found = apiKeys.keySet().stream()
                .filter(hash -> hash.startsWith(prefix))
                .sorted()
                .toList();
        if (found.size() == 1) {
            return new Checked.Good<>(new ConfigKey.ApiKey(found.get(0)));
        }
        return Checked.bad(
                at,
                found.isEmpty()
                        ? "no API key of version " + version + " has a hash that begins so"
                        : "the hashes of " + found.size() + " API keys begin so, " + String.join(", ", found)
                                + "; give more digits");
    }

    /** An API key for a message: the first 8 digits of its hash, and as many more as tell it from all others here. */
    public String shown(ConfigKey.ApiKey key) {
        int digits = KeyParts.DIGITS_SHOWN;
        for (String other : apiKeys.keySet()) {
            int same = other.equals(key.sha256()) ? 0 : common(other, key.sha256());
            digits = Math.max(digits, same + 1);
        }
        return KeyKind.API_KEY.word() + "/" + key.sha256().substring(0, digits);
    }

    /** The state after the next version. Its number and its times are the caller's to check. */
    public ServiceConfig with(ConfigVersion next) {
        Map<String, ConfigValue> newApiKeys = apiKeys;
        Map<ConfigKey, ConfigValue> newOthers = others;
        Map<String, Map<ConfigKey, @Nullable ConfigValue>> byProject = new HashMap<>();
        for (Map.Entry<ConfigKey, Optional<ConfigValue>> change : next.changes().entrySet()) {
            ConfigKey key = change.getKey();
            ConfigValue value = change.getValue().orElse(null);
            String project = key.project();
            if (key instanceof ConfigKey.ApiKey apiKey) {
                newApiKeys = newApiKeys == apiKeys ? new HashMap<>(apiKeys) : newApiKeys;
                set(newApiKeys, apiKey.sha256(), value);
            } else if (project == null) {
                newOthers = newOthers == others ? new HashMap<>(others) : newOthers;
                set(newOthers, key, value);
            } else {
                byProject.computeIfAbsent(project, name -> new HashMap<>()).put(key, value);
            }
        }
        Map<String, ProjectEntries> newProjects = byProject.isEmpty() ? projects : new HashMap<>(projects);
        byProject.forEach((project, changes) -> {
            ProjectEntries entries =
                    projects.getOrDefault(project, ProjectEntries.NONE).with(changes);
            set(newProjects, project, entries.isEmpty() ? null : entries);
        });
        return new ServiceConfig(next.number(), newProjects, newApiKeys, newOthers);
    }

    private static <K, V> void set(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    private static int common(String one, String other) {
        int same = 0;
        while (same < one.length() && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }
}
