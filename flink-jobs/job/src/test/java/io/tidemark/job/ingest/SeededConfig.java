package io.tidemark.job.ingest;

import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A log of three versions of the configuration for random histories: limits of projects and devices that turn windows on and
 * off, a blocked device, filters and schema plans. Each takes effect some weeks into the history.
 *
 * @param seed which
 */
record SeededConfig(long seed) implements ConfigLog.Source {
    /** Three versions that let everything be as it is without them. */
    static final SeededConfig PLAIN = new SeededConfig(-1);

    private static final long serialVersionUID = 1;
    private static final long BEGIN = 1_700_000_000_000L;
    private static final long WEEK = 7 * 86_400_000L;
    private static final List<String> PROJECTS = List.of("default", "shop", "Z\u00fcrich");

    /** The versions. */
    ConfigHistory history() {
        SplittableRandom random = new SplittableRandom(seed);
        List<ConfigVersion> versions = new ArrayList<>();
        long from = BEGIN;
        for (long number = 1; number <= 3; number++) {
            from += WEEK * random.nextLong(4, 13);
            SortedMap<ConfigKey, Optional<ConfigValue>> changes = seed < 0
                    ? new TreeMap<>(
                            Map.of(new ConfigKey.Project("unused-" + number), Optional.of(ConfigValue.Project.PLAIN)))
                    : changes(random);
            versions.add(new ConfigVersion(number, changes, from, "ops", "test", from - 60_000));
        }
        return Objects.requireNonNull(ConfigHistory.of(versions).orNull());
    }

    private static SortedMap<ConfigKey, Optional<ConfigValue>> changes(SplittableRandom random) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (String project : PROJECTS) {
            changes.put(new ConfigKey.Project(project), Optional.of(ConfigValue.Project.PLAIN));
            changes.put(
                    new ConfigKey.Limits(project),
                    Optional.of(new ConfigValue.Limits(random.nextInt(3), 60 * random.nextInt(3))));
            for (int i = 0; i < 3; i++) {
                ConfigKey device = new ConfigKey.DeviceLimits(project, "device-" + random.nextInt(12));
                changes.put(
                        device,
                        random.nextInt(4) == 0
                                ? Optional.empty()
                                : Optional.of(new ConfigValue.DeviceLimits(
                                        random.nextBoolean() ? null : random.nextInt(2),
                                        null,
                                        random.nextInt(3) == 0)));
            }
            changes.put(
                    new ConfigKey.DeviceLimits(project, "\u001Fuser:user-" + random.nextInt(6)),
                    Optional.of(new ConfigValue.DeviceLimits(0, 30, false)));
        }
        ConfigKey filter = new ConfigKey.Filter("default", random.nextBoolean() ? "View" : "*");
        changes.put(
                filter,
                ConfigValue.parse(filter, "{\"where\":{\"user_id\":\"user-" + random.nextInt(6) + "\"}}")
                        .map(Optional::of)
                        .orNull());
        ConfigKey schema = new ConfigKey.SchemaPlan("default", "*");
        changes.put(
                schema,
                ConfigValue.parse(
                                schema,
                                "{\"mode\":\"" + (random.nextBoolean() ? "park" : "warn")
                                        + "\",\"properties\":{\"n\":{\"type\":\"string\"}}}")
                        .map(Optional::of)
                        .orNull());
        return changes;
    }

    @Override
    public ConfigLog open(ConfigHistory known) {
        ConfigHistory history = history();
        return new ConfigLog() {
            @Override
            public ConfigHistory known() {
                return history;
            }

            @Override
            public boolean isCurrent() {
                return true;
            }

            @Override
            public ConfigHistory read() {
                return history;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
