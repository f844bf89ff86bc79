package io.tidemark.rules.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Versions for tests, of keys and values as a person writes them. */
final class Versions {
    static final String HASH = "0123456789abcdef".repeat(4);

    private Versions() {}

    /** Changes: a key, its value, a key, its value …; {@code null} as a value removes. */
    static SortedMap<ConfigKey, Optional<ConfigValue>> changes(String... keysAndValues) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            ConfigKey key = good(ConfigKey.parse(keysAndValues[i]));
            String json = keysAndValues[i + 1];
            changes.put(key, json == null ? Optional.empty() : Optional.of(good(ConfigValue.parse(key, json))));
        }
        return changes;
    }

    /** A version that is effective from {@code number} minutes after the epoch. */
    static ConfigVersion version(long number, String... keysAndValues) {
        return at(number, number * 60_000, keysAndValues);
    }

    /** A version that is effective from a time. */
    static ConfigVersion at(long number, long effectiveFrom, String... keysAndValues) {
        return new ConfigVersion(
                number, changes(keysAndValues), effectiveFrom, "ann", "a test", effectiveFrom - 60_000);
    }

    /** The history of versions 1, 2, 3 …, each of these changes. */
    static ConfigHistory history(String[]... changes) {
        List<ConfigVersion> versions = new ArrayList<>();
        for (String[] each : changes) {
            versions.add(version(versions.size() + 1L, each));
        }
        return good(ConfigHistory.of(versions));
    }

    /** So that a list of changes reads well. */
    static String[] set(String... keysAndValues) {
        return keysAndValues;
    }

    static <T> T good(Checked<T> checked) {
        T value = checked.orNull();
        if (value == null) {
            throw new AssertionError(Problem.sentences(checked.problems()));
        }
        return value;
    }
}
