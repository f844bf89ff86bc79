package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigValueTest {
    private static final ConfigKey PROJECT = new ConfigKey.Project("shop");
    private static final ConfigKey API_KEY = new ConfigKey.ApiKey("0123456789abcdef".repeat(4));
    private static final ConfigKey LIMITS = new ConfigKey.Limits("shop");
    private static final ConfigKey FILTER = new ConfigKey.Filter("shop", "Buy");
    private static final ConfigKey SCHEMA = new ConfigKey.SchemaPlan("shop", "Buy");
    private static final ConfigKey DEVICE = new ConfigKey.DeviceLimits("shop", "phone-1");

    @Test
    void aProjectHasAZoneADayAndInactiveTypes() {
        String json =
                "{ \"zone\" : \"Europe/Berlin\", \"week_begins\":\"sunday\"," + "\"inactive_types\":[\"b\",\"a, c\"] }";

        assertThat(good(PROJECT, json))
                .isEqualTo(new ConfigValue.Project("Europe/Berlin", DayOfWeek.SUNDAY, List.of("a, c", "b")));
        assertThat(canonical(PROJECT, json))
                .isEqualTo(
                        "{\"inactive_types\":[\"a, c\",\"b\"],\"week_begins\":\"sunday\",\"zone\":\"Europe/Berlin\"}");
        assertThat(good(PROJECT, "{}")).isEqualTo(ConfigValue.Project.PLAIN);
        assertThat(canonical(PROJECT, "{}")).isEqualTo("{}");
        assertThat(((ConfigValue.Project) good(PROJECT, "{\"zone\":\"UTC\"}")).zoneId())
                .isEqualTo(ZoneId.of("UTC"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"zone\":\"+02:00\"} | zone: found \"+02:00\"; allowed: UTC or the name",
                "{\"zone\":\"Europe/Nowhere\"} | zone: found \"Europe/Nowhere\"",
                "{\"zone\":\"\"} | zone: found \"\"",
                "{\"zone\":2} | zone: found 2",
                "{\"zone\":null} | zone: found null",
                "{\"zone\":\"\\ud800\"} | zone: found \"\\ud800\"",
                "{\"week_begins\":\"Monday\"} | week_begins: found \"Monday\"; allowed: monday, sunday",
                "{\"week_begins\":1} | week_begins: found 1; allowed: monday, sunday",
                "{\"inactive_types\":\"a\"} | inactive_types: found \"a\"; allowed: a list",
                "{\"inactive_types\":[]} | inactive_types: has 0 values; allowed: 1 to 1000; leave it out",
                "{\"inactive_types\":[\"a\",\"\"]} | inactive_types[1]: found \"\"",
                "{\"inactive_types\":[\"a\",\"b\",\"a\"]} | inactive_types[2]: found \"a\" a second time",
                "{\"inactive_types\":[\"a\",[]]} | inactive_types[1]: found a list",
                "{\"inactive_types\":{}} | inactive_types: found an object",
            })
    void aProjectThatIsWrongSaysWhere(String json, String said) {
        assertProblem(PROJECT, json, said);
    }

    @Test
    void anApiKeyHasAProjectAnEndAndOrigins() {
        String json = "{\"origins\":[\"https://shop.example\",\"http://localhost:8080\",\"capacitor://localhost\","
                + "\"http://[::1]:3000\"],\"valid_until\":\"2027-01-31T01:00:00.250+01:00\",\"project\":\"shop\"}";
        ConfigValue.ApiKey key = (ConfigValue.ApiKey) good(API_KEY, json);
        long end = Instant.parse("2027-01-31T00:00:00.250Z").toEpochMilli();

        assertThat(key.project()).isEqualTo("shop");
        assertThat(key.isValidAt(end - 1)).isTrue();
        assertThat(key.isValidAt(end)).isFalse();
        assertThat(key.allows("https://shop.example")).isTrue();
        assertThat(key.allows("https://evil.example")).isFalse();
        assertThat(key.json())
                .isEqualTo(
                        "{\"origins\":[\"capacitor://localhost\",\"http://[::1]:3000\",\"http://localhost:8080\","
                                + "\"https://shop.example\"],\"project\":\"shop\",\"valid_until\":\"2027-01-31T00:00:00.250Z\"}");
    }

    @Test
    void anApiKeyWithoutEndAndOriginsIsForAllTimesAndPages() {
        ConfigValue.ApiKey key = (ConfigValue.ApiKey) good(API_KEY, "{\"project\":\"a/b\",\"valid_until\":null}");

        assertThat(key.isValidAt(Long.MAX_VALUE)).isTrue();
        assertThat(key.allows("null")).isTrue();
        assertThat(key.json()).isEqualTo("{\"project\":\"a/b\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | project: is missing; allowed: the name of a project",
                "{\"project\":null} | project: found null",
                "{\"project\":\"\"} | project: found \"\"",
                "{\"project\":[\"shop\"]} | project: found a list",
                "{\"project\":\"shop\",\"valid_until\":\"tomorrow\"} | valid_until: found \"tomorrow\"; allowed: a time",
                "{\"project\":\"shop\",\"valid_until\":1800000000000} | valid_until: found 1800000000000",
                "{\"project\":\"shop\",\"valid_until\":\"2027-01-31\"} | valid_until: found \"2027-01-31\"",
                "{\"project\":\"shop\",\"valid_until\":\"1999-12-31T23:59:59.999Z\"} | from 2000 to 9999",
                "{\"project\":\"shop\",\"valid_until\":\"+1000000000-12-31T00:00:00Z\"} | valid_until: found",
                "{\"project\":\"shop\",\"valid_until\":\"2027-01-31T00:00:00.0001Z\"} | in whole milliseconds",
                "{\"project\":\"shop\",\"origins\":[]} | origins: has 0 values; allowed: 1 to 100; leave it out",
                "{\"project\":\"shop\",\"origins\":[\"https://shop.example/\"]} | origins[0]: found",
                "{\"project\":\"shop\",\"origins\":[\"shop.example\"]} | origins[0]: found",
                "{\"project\":\"shop\",\"origins\":[\"HTTPS://shop.example\"]} | origins[0]: found",
                "{\"project\":\"shop\",\"origins\":[\"https://shop.example:443\"]} | no default port",
                "{\"project\":\"shop\",\"origins\":[\"http://shop.example:80\"]} | no default port",
                "{\"project\":\"shop\",\"origins\":[\"*\"]} | origins[0]: found",
                "{\"project\":\"shop\",\"origins\":[7]} | origins[0]: found 7; allowed: an origin",
            })
    void anApiKeyThatIsWrongSaysWhere(String json, String said) {
        assertProblem(API_KEY, json, said);
    }

    @ParameterizedTest
    @CsvSource({
        "{}, -1, -1",
        "'{\"events_per_second\":0}', 0, -1",
        "'{\"events_per_second\":100000}', 100000, -1",
        "'{\"events_per_day\":2000000000}', -1, 2000000000",
        "'{\"events_per_day\":1e3,\"events_per_second\":5.0}', 5, 1000",
        "'{\"events_per_day\":-0}', -1, 0"
    })
    void limitsAreWholeNumbersWithinBounds(String json, int perSecond, int perDay) {
        ConfigValue.Limits limits = (ConfigValue.Limits) good(LIMITS, json);

        assertThat(limits.eventsPerSecondOr(-1)).isEqualTo(perSecond);
        assertThat(limits.eventsPerDayOr(-1)).isEqualTo(perDay);
        ConfigValue.DeviceLimits device = (ConfigValue.DeviceLimits) good(DEVICE, json);
        assertThat(device.within(new ConfigValue.Limits(-1, -1))).isEqualTo(new ConfigValue.Limits(perSecond, perDay));
        assertThat(device.block()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "100001",
                "1.5",
                "1e-1",
                "9223372036854775808",
                "18446744073709551616",
                "1e400",
                "null",
                "\"30\"",
                "true",
                "[30]",
                "{}"
            })
    void aLimitThatIsNoneIsAProblemWithItsBounds(String number) {
        for (ConfigKey key : List.of(LIMITS, DEVICE)) {
            assertProblem(
                    key, "{\"events_per_second\":" + number + "}", "allowed: a whole number from 0 to 100000; 0 turns");
        }
        if (!number.equals("100001")) {
            assertProblem(
                    LIMITS, "{\"events_per_day\":" + number + "}", "allowed: a whole number from 0 to 2000000000");
        }
        assertProblem(LIMITS, "{\"events_per_day\":2000000001}", "events_per_day: found 2000000001");
    }

    @Test
    void aDeviceCanBeBlocked() {
        assertThat(good(DEVICE, "{\"block\":true}")).isEqualTo(new ConfigValue.DeviceLimits(null, null, true));
        assertThat(canonical(DEVICE, "{\"events_per_day\":7,\"block\":true}"))
                .isEqualTo("{\"block\":true,\"events_per_day\":7}");
        assertThat(canonical(DEVICE, "{\"block\":false}")).isEqualTo("{}");
        assertProblem(DEVICE, "{\"block\":\"true\"}", "block: found \"true\"; allowed: true or false");
        assertProblem(DEVICE, "{\"block\":null}", "block: found null");
        assertProblem(LIMITS, "{\"block\":true}", "block: this member is unknown; allowed: events_per_second,");
    }

    @Test
    void aFilterHasConditions() {
        String json = "{\"where\":{\"platform\":\"Web\",\"event_properties.a.b\":[\"y\",\"x\"],"
                + "\"user_properties.plan\":[\"free\"],\"user_id\":\"\"}}";

        assertThat(((ConfigValue.Filter) good(FILTER, json)).where())
                .containsEntry("platform", List.of("Web"))
                .containsEntry("event_properties.a.b", List.of("x", "y"))
                .containsEntry("user_properties.plan", List.of("free"))
                .containsEntry("user_id", List.of(""))
                .hasSize(4);
        assertThat(canonical(FILTER, json))
                .isEqualTo("{\"where\":{\"event_properties.a.b\":[\"x\",\"y\"],\"platform\":\"Web\",\"user_id\":\"\","
                        + "\"user_properties.plan\":\"free\"}}");
        assertThat(good(FILTER, "{}")).isEqualTo(new ConfigValue.Filter(new TreeMap<>()));
        assertThat(canonical(FILTER, "{}")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"where\":{}} | where: has 0 conditions; allowed: 1 to 20; leave it out to park every event",
                "{\"where\":[]} | where: found a list; allowed: an object",
                "{\"where\":null} | where: found null; allowed: an object",
                "{\"where\":{\"time\":\"1\"}} | where.time: no condition can be on this; allowed: a text field",
                "{\"where\":{\"revenue\":\"1\"}} | where.revenue: no condition",
                "{\"where\":{\"event_properties\":\"1\"}} | where.event_properties: no condition",
                "{\"where\":{\"event_properties.\":\"1\"}} | where.event_properties.: no condition",
                "{\"where\":{\"groups.x\":\"1\"}} | where.groups.x: no condition",
                "{\"where\":{\"my_field\":\"1\"}} | where.my_field: no condition",
                "{\"where\":{\"platform\":1}} | where.platform: found 1; allowed: a list, each a text to compare",
                "{\"where\":{\"platform\":[1]}} | where.platform[0]: found 1; allowed: a text to compare",
                "{\"where\":{\"platform\":[]}} | where.platform: has 0 values; allowed: 1 to 1000",
                "{\"where\":{\"platform\":null}} | where.platform: found null",
                "{\"where\":{\"platform\":\"a\",\"platform\":\"b\"}} | where.platform: is there more than once",
            })
    void aFilterThatIsWrongSaysWhere(String json, String said) {
        assertProblem(FILTER, json, said);
    }

    @Test
    void aSchemaPlanHasAModeAndProperties() {
        String json = "{\"mode\":\"park\",\"properties\":{\"price\":{\"type\":\"number\",\"required\":true},"
                + "\"\\u0061\":{\"type\":\"list\",\"required\":false}},\"additional\":false}";
        SortedMap<String, Property> properties = new TreeMap<>();
        properties.put("price", new Property(Property.Type.NUMBER, true));
        properties.put("a", new Property(Property.Type.LIST, false));

        assertThat(good(SCHEMA, json)).isEqualTo(new ConfigValue.SchemaPlan(SchemaMode.PARK, properties, false));
        assertThat(canonical(SCHEMA, json))
                .isEqualTo("{\"additional\":false,\"mode\":\"park\",\"properties\":{\"a\":{\"type\":\"list\"},"
                        + "\"price\":{\"required\":true,\"type\":\"number\"}}}");
        assertThat(canonical(SCHEMA, "{\"mode\":\"off\",\"properties\":{},\"additional\":true}"))
                .isEqualTo("{\"mode\":\"off\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | mode: is missing; allowed: off, warn, park",
                "{\"mode\":\"PARK\"} | mode: found \"PARK\"; allowed: off, warn, park",
                "{\"mode\":false} | mode: found false",
                "{\"mode\":\"off\",\"properties\":[]} | properties: found a list; allowed: an object",
                "{\"mode\":\"off\",\"properties\":{\"a\":\"string\"}} | properties.a: found \"string\"; allowed: an object",
                "{\"mode\":\"off\",\"properties\":{\"a\":{}}} | properties.a.type: is missing; allowed: string, number,",
                "{\"mode\":\"off\",\"properties\":{\"a\":{\"type\":\"int\"}}} | properties.a.type: found \"int\"",
                "{\"mode\":\"off\",\"properties\":{\"a\":{\"type\":\"list\",\"required\":1}}} | properties.a.required: found 1",
                "{\"mode\":\"off\",\"properties\":{\"a\":{\"type\":\"list\",\"min\":1}}} | properties.a.min: this member is unknown",
                "{\"mode\":\"off\",\"properties\":{\"\":{\"type\":\"list\"}}} | the name of a property has 1 to 1024",
                "{\"mode\":\"off\",\"additional\":\"no\"} | additional: found \"no\"; allowed: true or false",
            })
    void aSchemaPlanThatIsWrongSaysWhere(String json, String said) {
        assertProblem(SCHEMA, json, said);
    }

    @Test
    void everyProblemIsFoundAtOnce() {
        String json = "{\"mode\":\"on\",\"properties\":{\"a\":{\"type\":\"int\",\"x\":1},\"b\":3},\"additional\":2,"
                + "\"mode\":\"on\",\"more\":{}}";

        assertThat(ConfigValue.parse(SCHEMA, json).problems())
                .extracting(Problem::at)
                .containsExactlyInAnyOrder(
                        "schema/shop/Buy mode",
                        "schema/shop/Buy mode",
                        "schema/shop/Buy properties.a.type",
                        "schema/shop/Buy properties.a.x",
                        "schema/shop/Buy properties.b",
                        "schema/shop/Buy additional",
                        "schema/shop/Buy more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "^^ | this is no JSON: the text ends where a value is missing (at byte 0); allowed: a JSON object",
                "[] | found a list; allowed: a JSON object",
                "null | found null",
                "{\"a\":1 | a comma or a closing brace is missing (at byte 6)",
                "{\"a\":1}x | something follows the value (at byte 7)",
                "{a:1} | a name in quotes is missing (at byte 1)",
            })
    void whatIsNoJsonObjectIsAProblemForEveryKind(String json, String said) {
        for (ConfigKey key : List.of(PROJECT, API_KEY, LIMITS, FILTER, SCHEMA, DEVICE)) {
            assertProblem(key, json, said);
            assertThat(ConfigValue.parse(key, json).problems().get(0).at()).isEqualTo(key.shown());
        }
    }

    @Test
    void theNameOfAMemberIsWholeText() {
        assertProblem(LIMITS, "{\"\\ud800\":1}", "limits/shop: the name of a member holds half a surrogate pair");
        assertThat(stored(LIMITS, "{\"\\ud800\":1}")).isEqualTo(ConfigValue.Limits.NONE);
    }

    @Test
    void membersAreWhatTheyAreWhenTheirNamesAreEscaped() {
        assertThat(good(LIMITS, "{\"events\\u005fper_day\":5}")).isEqualTo(new ConfigValue.Limits(null, 5));
        assertProblem(LIMITS, "{\"events\\u005fper_day\":5,\"events_per_day\":5}", "is there more than once");
    }

    @Test
    void aPersonCannotSetAKeyThatIsUnknown() {
        assertProblem(new ConfigKey.Other("quota/shop"), "{}", "this release does not know this kind of key");
    }

    @Test
    void aValueHasAtMost64Kibibytes() {
        String most = "{\"mode\":\"off\"" + " ".repeat(65_536 - 14) + "}";

        assertThat(ConfigValue.parse(SCHEMA, most).problems()).isEmpty();
        assertProblem(SCHEMA, most + " ", "has 65537 bytes; allowed: at most 65536");
    }

    @Test
    void textsAndListsAreAsLongAsTheyMayBeAndNoLonger() {
        String most = "\uD83D\uDE00".repeat(1_024);
        assertThat(ConfigValue.parse(PROJECT, types(most)).problems()).isEmpty();
        assertProblem(PROJECT, types(most + "x"), "inactive_types[0]: found");
        assertThat(ConfigValue.parse(PROJECT, types(numbers(1_000))).problems()).isEmpty();
        assertProblem(PROJECT, types(numbers(1_001)), "inactive_types: has 1001 values");

        assertThat(ConfigValue.parse(API_KEY, project("p".repeat(256))).problems())
                .isEmpty();
        assertProblem(API_KEY, project("p".repeat(257)), "project: found");

        assertThat(ConfigValue.parse(FILTER, conditions(20)).problems()).isEmpty();
        assertProblem(FILTER, conditions(21), "where: has 21 conditions");
        assertThat(ConfigValue.parse(FILTER, on("event_properties." + "p".repeat(1_007)))
                        .problems())
                .isEmpty();
        assertProblem(FILTER, on("event_properties." + "p".repeat(1_008)), "no condition can be on this");

        assertThat(ConfigValue.parse(SCHEMA, properties(1_000)).problems()).isEmpty();
        assertProblem(SCHEMA, properties(1_001), "properties: has 1001 properties");
    }

    @Test
    void aStoredValueMayHaveMembersThatAreUnknownAndKeepsThem() {
        String json = "{\"burst\":{\"a\" : [1.50]},\"events_per_day\":5,\"zz\":null}";
        ConfigValue.Limits limits = (ConfigValue.Limits) stored(LIMITS, json);

        assertThat(limits.eventsPerDay()).isEqualTo(5);
        assertThat(limits.unread().members()).containsOnlyKeys("burst", "zz");
        assertThat(limits.json()).isEqualTo(json);

        String plan = "{\"mode\":\"warn\",\"properties\":{\"a\":{\"pattern\":\"x\",\"type\":\"string\"}}}";
        assertThat(stored(SCHEMA, plan)).isInstanceOf(ConfigValue.SchemaPlan.class);
        assertThat(stored(SCHEMA, plan).json()).isEqualTo(plan);
    }

    @Test
    void aStoredValueHasNoBounds() {
        assertThat(stored(LIMITS, "{\"events_per_second\":2147483647}"))
                .isEqualTo(new ConfigValue.Limits(Integer.MAX_VALUE, null));
        assertThat(stored(PROJECT, "{\"zone\":\"Mars/Olympus\"}")).isInstanceOf(ConfigValue.Project.class);
        assertThat(((ConfigValue.Project) stored(PROJECT, "{\"zone\":\"Mars/Olympus\"}")).zoneId())
                .isNull();
        assertThat(stored(API_KEY, "{\"project\":\"p\",\"origins\":[\"https://*.shop.example\"]}"))
                .isInstanceOf(ConfigValue.ApiKey.class);
        assertThat(stored(LIMITS, "{\"events_per_day\":1,\"events_per_day\":2}"))
                .isEqualTo(new ConfigValue.Limits(null, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"events_per_second\":\"many\",\"where\":{\"time\":\"1\"},\"mode\":\"sample\",\"week_begins\":\"friday\"}",
                "[]",
                "7"
            })
    void aStoredValueThatIsNotUnderstoodIsKeptAsItIs(String json) {
        for (ConfigKey key : List.of(PROJECT, API_KEY, LIMITS, FILTER, SCHEMA, DEVICE, new ConfigKey.Other("x"))) {
            assertThat(stored(key, json)).isEqualTo(new ConfigValue.Other(json));
        }
    }

    @Test
    void aStoredValueThatIsNoJsonIsAProblem() {
        assertThat(ConfigValue.stored(LIMITS, "{\"a\":").problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains("limits/shop: the stored value is no JSON");
    }

    private static ConfigValue good(ConfigKey key, String json) {
        Checked<ConfigValue> value = ConfigValue.parse(key, json);
        assertThat(value.problems()).as(json).isEmpty();
        return value.orNull();
    }

    private static ConfigValue stored(ConfigKey key, String json) {
        return ConfigValue.stored(key, json).orNull();
    }

    private static String canonical(ConfigKey key, String json) {
        return good(key, json).json();
    }

    private static void assertProblem(ConfigKey key, String json, String said) {
        Checked<ConfigValue> value = ConfigValue.parse(key, json);
        assertThat(value.orNull()).as(json).isNull();
        assertThat(value.problems()).as(json).singleElement().satisfies(problem -> assertThat(problem.sentence())
                .startsWith(key.shown())
                .contains(said));
    }

    private static String types(String... types) {
        return "{\"inactive_types\":[\"" + String.join("\",\"", types) + "\"]}";
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static String project(String name) {
        return "{\"project\":\"" + name + "\"}";
    }

    private static String on(String name) {
        return "{\"where\":{\"" + name + "\":\"x\"}}";
    }

    private static String conditions(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "\"event_properties.p" + n + "\":\"x\"")
                .collect(Collectors.joining(",", "{\"where\":{", "}}"));
    }

    private static String properties(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "\"p" + n + "\":{\"type\":\"list\"}")
                .collect(Collectors.joining(",", "{\"mode\":\"off\",\"properties\":{", "}}"));
    }
}
