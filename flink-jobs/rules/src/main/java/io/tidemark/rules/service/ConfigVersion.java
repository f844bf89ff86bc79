package io.tidemark.rules.service;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One step of the whole configuration. Versions are numbered 1, 2, 3 … and never change.
 *
 * @param number its number, from 1
 * @param changes what it sets, by key in the order of their texts; without a value: what it removes; at least one
 * @param effectiveFrom from when it holds for records that carry no version, ms since the epoch
 * @param author who made it
 * @param reason why, in the author's words
 * @param madeAt when, by the author's clock, ms since the epoch
 */
public record ConfigVersion(
        long number,
        SortedMap<ConfigKey, Optional<ConfigValue>> changes,
        long effectiveFrom,
        String author,
        String reason,
        long madeAt) {
    /** The largest {@link #json} of a version, in bytes. */
    public static final int MOST_BYTES = Bounds.VERSION_BYTES;

    /**
     * Keeps a copy.
     *
     * @throws IllegalArgumentException if the number is less than 1, nothing changes, or a value is of another kind than
     *     its key
     */
    public ConfigVersion {
        SortedMap<ConfigKey, Optional<ConfigValue>> copy = new TreeMap<>();
        copy.putAll(changes);
        changes = Collections.unmodifiableSortedMap(copy);
        if (number < 1 || changes.isEmpty()) {
            throw new IllegalArgumentException("A version has a number from 1 and at least one change: " + number);
        }
        changes.forEach((key, value) -> {
            if (value.isPresent() && !fits(key, value.get())) {
                throw new IllegalArgumentException("The value of " + key.shown() + " is of another kind than its key");
            }
        });
    }

    /**
     * The version as the value of a Kafka record: JSON in its canonical form, in UTF-8. Equal versions have the same
     * bytes.
     */
    public byte[] json() {
        return VersionJson.write(this);
    }

    /**
     * The version that a Kafka record holds. What a later release wrote is no problem: unknown members of the version are
     * ignored, and keys and values that are not understood are kept. So a problem is a damaged record.
     */
    public static Checked<ConfigVersion> read(byte[] json) {
        return VersionJson.read(json);
    }

    /** The keys of which this release does not know the kind, or does not understand the value; they have no effect. */
    public List<ConfigKey> notUnderstood() {
        return changes.entrySet().stream()
                .filter(change -> change.getKey() instanceof ConfigKey.Other
                        || change.getValue().orElse(null) instanceof ConfigValue.Other)
                .map(change -> change.getKey())
                .toList();
    }

    private static boolean fits(ConfigKey key, ConfigValue value) {
        KeyKind kind = key.kind();
        if (kind == null || value instanceof ConfigValue.Other) {
            return value instanceof ConfigValue.Other;
        }
        return switch (kind) {
            case PROJECT -> value instanceof ConfigValue.Project;
            case API_KEY -> value instanceof ConfigValue.ApiKey;
            case LIMITS -> value instanceof ConfigValue.Limits;
            case FILTER -> value instanceof ConfigValue.Filter;
            case SCHEMA -> value instanceof ConfigValue.SchemaPlan;
            case THROTTLE -> value instanceof ConfigValue.DeviceLimits;
            case STAND_IN -> value instanceof ConfigValue.StandIn;
        };
    }
}
