package io.tidemark.rules.service;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Random keys, values and versions: few names, so that they meet; strange ones, so that nothing is taken for granted. */
final class ConfigMaker {
    private static final List<String> NAMES = List.of(
            "shop",
            "default",
            "a/b",
            "100%",
            "%2F",
            "*",
            "\u001Fuser:ann",
            "\"q\\\n",
            "caf\u00E9",
            "\uD83D\uDE00",
            "\uFFFD",
            "\uE000",
            " ",
            "a.b",
            "\u0000");
    private static final List<String> HASHES =
            List.of("0123456789abcdef".repeat(4), "01234567" + "f".repeat(56), "f".repeat(64));

    private final Random random;

    ConfigMaker(Random random) {
        this.random = random;
    }

    ConfigKey key() {
        String project = pick(NAMES);
        return switch (random.nextInt(7)) {
            case 0 -> new ConfigKey.Project(project);
            case 1 -> new ConfigKey.ApiKey(pick(HASHES));
            case 2 -> new ConfigKey.Limits(project);
            case 3 -> new ConfigKey.Filter(project, pick(NAMES));
            case 4 -> new ConfigKey.SchemaPlan(project, pick(NAMES));
            case 5 -> new ConfigKey.StandIn(1 + random.nextInt(14));
            default -> new ConfigKey.DeviceLimits(project, pick(NAMES));
        };
    }

    /** A value of the key's kind that a person could set. */
    ConfigValue value(ConfigKey key) {
        return switch (key.kind()) {
            case PROJECT ->
                new ConfigValue.Project(
                        maybe(pick(List.of("UTC", "Europe/Berlin"))),
                        maybe(pick(List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY))),
                        names());
            case API_KEY ->
                new ConfigValue.ApiKey(
                        pick(NAMES),
                        maybe(Instant.ofEpochMilli(1_000_000_000_000L + random.nextInt())),
                        random.nextBoolean() ? List.of() : List.of("https://b.example", "capacitor://a"));
            case LIMITS -> new ConfigValue.Limits(count(100_001), count(2_000_000_001));
            case FILTER -> filter();
            case SCHEMA -> plan();
            case THROTTLE -> new ConfigValue.DeviceLimits(count(100_001), count(2_000_000_001), random.nextBoolean());
            case STAND_IN -> new ConfigValue.StandIn(random.nextInt(15));
        };
    }

    /** Changes of up to so many keys. */
    SortedMap<ConfigKey, Optional<ConfigValue>> changes(int most) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            ConfigKey key = key();
            changes.put(key, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value(key)));
        }
        return changes;
    }

    ConfigVersion version(long number, long effectiveFrom) {
        return new ConfigVersion(
                number, changes(6), effectiveFrom, pick(NAMES), pick(NAMES), effectiveFrom - random.nextInt(1_000));
    }

    /** Versions 1 to n; some are effective from the same time. */
    List<ConfigVersion> versions(int most) {
        List<ConfigVersion> versions = new ArrayList<>();
        long effectiveFrom = random.nextInt(100) - 50L;
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            versions.add(version(versions.size() + 1L, effectiveFrom));
            effectiveFrom += random.nextInt(3);
        }
        return versions;
    }

    /** The same bytes, but for a few that are changed, removed or repeated. */
    byte[] mutated(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte each : bytes) {
            list.add(each);
        }
        byte[] signs = "{}[]\",:\\u0null-1.5e9\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i >= 0 && !list.isEmpty(); i--) {
            int at = random.nextInt(list.size());
            switch (random.nextInt(4)) {
                case 0 -> list.set(at, signs[random.nextInt(signs.length)]);
                case 1 -> list.add(at, signs[random.nextInt(signs.length)]);
                case 2 -> list.remove(at);
                default ->
                    list.addAll(at, List.copyOf(list.subList(at, Math.min(list.size(), at + random.nextInt(20)))));
            }
        }
        byte[] mutated = new byte[list.size()];
        for (int i = 0; i < mutated.length; i++) {
            mutated[i] = list.get(i);
        }
        return mutated;
    }

    String name() {
        return pick(NAMES);
    }

    String hash() {
        return pick(HASHES);
    }

    private ConfigValue filter() {
        SortedMap<String, List<String>> where = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String on = random.nextBoolean()
                    ? pick(List.of("platform", "user_id"))
                    : pick(List.of("event_properties.", "user_properties.")) + pick(NAMES);
            List<String> values = new ArrayList<>(names());
            values.add(pick(NAMES));
            where.put(on, values);
        }
        return new ConfigValue.Filter(where);
    }

    private ConfigValue plan() {
        SortedMap<String, Property> properties = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            properties.put(pick(NAMES), new Property(pick(List.of(Property.Type.values())), random.nextBoolean()));
        }
        return new ConfigValue.SchemaPlan(pick(List.of(SchemaMode.values())), properties, random.nextBoolean());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            names.add(pick(NAMES));
        }
        return names;
    }

    private Integer count(int bound) {
        return random.nextInt(4) == 0 ? null : random.nextInt(8) == 0 ? 0 : random.nextInt(bound);
    }

    private <T> T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    <T> T pick(Collection<T> choices) {
        return choices.stream().skip(random.nextInt(choices.size())).findFirst().orElseThrow();
    }
}
