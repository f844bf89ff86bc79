package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.rules.codec.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written is read as the same, means to Jackson what it means, and no bytes make a reader fail. */
class VersionJsonProperties {
    private static final int RUNS = 4_000;
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        ConfigMaker maker = new ConfigMaker(Seed.random("whatIsWrittenIsReadAsTheSame"));
        for (int i = 0; i < RUNS; i++) {
            ConfigVersion version = maker.version(i + 1L, i);
            byte[] json = version.json();
            ConfigVersion read = Versions.good(ConfigVersion.read(json));

            assertThat(read).isEqualTo(version);
            assertThat(read.json()).isEqualTo(json);
            assertThat(read.notUnderstood()).isEmpty();
        }
    }

    @Test
    void whatAPersonMaySetIsThatWhichIsWritten() {
        ConfigMaker maker = new ConfigMaker(Seed.random("whatAPersonMaySetIsThatWhichIsWritten"));
        for (int i = 0; i < RUNS; i++) {
            ConfigKey key = maker.key();
            ConfigValue value = maker.value(key);

            assertThat(ConfigKey.parse(key.text()).orNull()).isEqualTo(key);
            assertThat(ConfigKey.of(key.kind(), first(key), rest(key)).orNull()).isEqualTo(key);
            assertThat(Versions.good(ConfigValue.parse(key, value.json()))).isEqualTo(value);
            assertThat(Versions.good(ConfigValue.stored(key, value.json()))).isEqualTo(value);
        }
    }

    @Test
    void jacksonReadsWhatIsMeant() {
        ConfigMaker maker = new ConfigMaker(Seed.random("jacksonReadsWhatIsMeant"));
        for (int i = 0; i < RUNS; i++) {
            ConfigVersion version = maker.version(i + 1L, i);
            Map<String, Object> changes = new LinkedHashMap<>();
            version.changes()
                    .forEach((key, value) -> changes.put(
                            key.text(), value.map(VersionJsonProperties::meant).orElse(null)));
            Map<String, Object> meant = new LinkedHashMap<>();
            meant.put("version", version.number());
            meant.put("effective_from", version.effectiveFrom());
            meant.put("author", version.author());
            meant.put("reason", version.reason());
            meant.put("made_at", version.madeAt());
            meant.put("changes", changes);

            JsonNode read = tree(version.json());
            assertThat(read).isEqualTo(tree(bytes(meant)));
            assertThat(new String(version.json(), StandardCharsets.UTF_8))
                    .as("no white space")
                    .isEqualTo(read.toString().replace("\\u001F", "\\u001f"));
            assertThat(List.copyOf(fields(read.get("changes"))))
                    .as("sorted")
                    .isEqualTo(fields(read.get("changes")).stream()
                            .sorted(Texts.BYTE_ORDER)
                            .toList());
        }
    }

    @Test
    void damagedBytesAreNeverAnException() {
        Random random = Seed.random("damagedBytesAreNeverAnException");
        ConfigMaker maker = new ConfigMaker(random);
        int read = 0;
        for (int i = 0; i < 4 * RUNS; i++) {
            byte[] bytes = maker.mutated(maker.version(i + 1L, i).json());
            ConfigVersion version = ConfigVersion.read(bytes).orNull();
            if (version != null) {
                read++;
                ConfigVersion again = Versions.good(ConfigVersion.read(version.json()));
                assertThat(again).isEqualTo(version);
                ServiceConfig.EMPTY.with(version).entries();
                NextVersion.check(ConfigHistory.EMPTY, version, 0);
            }
        }
        assertThat(read).as("versions that are read all the same").isGreaterThan(RUNS / 10);
    }

    @Test
    void damagedValuesAreNeverAnException() {
        ConfigMaker maker = new ConfigMaker(Seed.random("damagedValuesAreNeverAnException"));
        int good = 0;
        for (int i = 0; i < 8 * RUNS; i++) {
            ConfigKey key = maker.key();
            byte[] bytes = maker.mutated(maker.value(key).json().getBytes(StandardCharsets.UTF_8));
            String text = new String(bytes, StandardCharsets.UTF_8);
            Checked<ConfigValue> set = ConfigValue.parse(key, text);
            Checked<ConfigValue> stored = ConfigValue.stored(key, text);

            assertThat(set.isGood()).isEqualTo(set.orNull() != null);
            assertThat(set.problems()).allMatch(problem -> problem.sentence().startsWith(key.shown()));
            assertThat(stored.isGood()).as("whether %s is JSON", text).isEqualTo(isJson(text));
            if (set.isGood()) {
                good++;
                assertThat(stored.orNull()).isEqualTo(set.orNull());
                assertThat(ConfigValue.parse(key, set.orNull().json()).orNull()).isEqualTo(set.orNull());
            }
        }
        assertThat(good).as("values that are good all the same").isGreaterThan(RUNS / 10);
    }

    @Test
    void everyTextIsOneKeyOrNone() {
        ConfigMaker maker = new ConfigMaker(Seed.random("everyTextIsOneKeyOrNone"));
        int good = 0;
        for (int i = 0; i < 8 * RUNS; i++) {
            String text = new String(
                    maker.mutated(maker.key().text().getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            ConfigKey key = ConfigKey.parse(text).orNull();
            if (key != null) {
                good++;
                assertThat(key.text()).isEqualTo(text);
            }
            assertThat(ConfigKey.stored(text).text()).isEqualTo(text);
        }
        assertThat(good).isGreaterThan(RUNS);
    }

    private static String first(ConfigKey key) {
        if (key instanceof ConfigKey.StandIn standIn) {
            return Long.toString(standIn.version());
        }
        return key instanceof ConfigKey.ApiKey apiKey ? apiKey.sha256() : key.project();
    }

    private static Object meant(ConfigValue value) {
        Map<String, Object> members = new TreeMap<>();
        if (value instanceof ConfigValue.Project project) {
            put(members, "zone", project.zone());
            put(members, "week_begins", project.weekBegins() == null ? null : word(project.weekBegins()));
            put(members, "inactive_types", project.inactiveTypes().isEmpty() ? null : project.inactiveTypes());
        } else if (value instanceof ConfigValue.ApiKey key) {
            put(members, "project", key.project());
            put(
                    members,
                    "valid_until",
                    key.validUntil() == null ? null : key.validUntil().toString());
            put(members, "origins", key.origins().isEmpty() ? null : key.origins());
        } else if (value instanceof ConfigValue.Limits limits) {
            put(members, "events_per_second", limits.eventsPerSecond());
            put(members, "events_per_day", limits.eventsPerDay());
        } else if (value instanceof ConfigValue.DeviceLimits limits) {
            put(members, "events_per_second", limits.eventsPerSecond());
            put(members, "events_per_day", limits.eventsPerDay());
            put(members, "block", limits.block() ? true : null);
        } else if (value instanceof ConfigValue.Filter filter) {
            Map<String, Object> where = new TreeMap<>();
            filter.where().forEach((name, values) -> where.put(name, values.size() == 1 ? values.get(0) : values));
            put(members, "where", where.isEmpty() ? null : where);
        } else if (value instanceof ConfigValue.StandIn standIn) {
            members.put("version", standIn.version());
        } else if (value instanceof ConfigValue.SchemaPlan plan) {
            Map<String, Object> properties = new TreeMap<>();
            plan.properties().forEach((name, property) -> {
                Map<String, Object> each = new TreeMap<>();
                put(each, "type", word(property.type()));
                put(each, "required", property.required() ? true : null);
                properties.put(name, each);
            });
            put(members, "mode", word(plan.mode()));
            put(members, "properties", properties.isEmpty() ? null : properties);
            put(members, "additional", plan.additional() ? null : false);
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String rest(ConfigKey key) {
        if (key instanceof ConfigKey.Filter filter) {
            return filter.eventType();
        }
        if (key instanceof ConfigKey.SchemaPlan plan) {
            return plan.eventType();
        }
        return key instanceof ConfigKey.DeviceLimits device ? device.deviceKey() : null;
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean isJson(String text) {
        try (var parser = JACKSON.createParser(text)) {
            boolean any = parser.nextToken() != null;
            parser.skipChildren();
            return any && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JACKSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Object value) {
        try {
            return JACKSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
