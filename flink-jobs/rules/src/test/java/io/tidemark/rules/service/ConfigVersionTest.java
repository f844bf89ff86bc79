package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigVersionTest {
    private static final String CANONICAL = "{\"version\":7,\"effective_from\":1800000060000,\"author\":\"ann\","
            + "\"reason\":\"say \\\"no\\\"\",\"made_at\":1800000000000,\"changes\":{"
            + "\"limits/shop\":{\"events_per_day\":5,\"events_per_second\":0},"
            + "\"project/shop\":{},\"throttle/shop/\\u001fuser:ann\":null}}";

    @Test
    void aVersionIsWrittenInOneForm() {
        ConfigVersion version = version();

        assertThat(text(version.json())).isEqualTo(CANONICAL);
        assertThat(ConfigVersion.read(version.json()).orNull()).isEqualTo(version);
    }

    @Test
    void theOrderInWhichChangesAreGivenIsOfNoMeaning() {
        SortedMap<ConfigKey, Optional<ConfigValue>> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(version().changes());

        ConfigVersion version =
                new ConfigVersion(7, backwards, 1_800_000_060_000L, "ann", "say \"no\"", 1_800_000_000_000L);
        assertThat(text(version.json())).isEqualTo(CANONICAL);
    }

    @Test
    void membersOfAVersionMayBeInAnyOrderAndMoreThanAreKnown() {
        String text =
                "{\"approved_by\":[\"bob\"],\"changes\":{\"project/shop\":{}, \"limits/shop\" : {\"events_per_day\":5,"
                        + "\"events_per_second\":0},\"throttle/shop/\\u001Fuser:ann\":null},\"made_at\":1.8e12,\"author\":\"ann\","
                        + "\"reason\":\"say \\u0022no\\u0022\",\"version\":7,\"effective_from\":1800000060000}";

        ConfigVersion version = ConfigVersion.read(bytes(text)).orNull();
        assertThat(version).isEqualTo(version());
        assertThat(text(version.json())).isEqualTo(CANONICAL);
    }

    @Test
    void whatALaterReleaseWroteIsKept() {
        String text =
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{"
                        + "\"limits/p\":{\"events_per_day\":5,\"per_user\":{\"a\":1e2}},\"project/p\":{\"zone\":7},"
                        + "\"quota/p\":[1, 2],\"schema/p/x\":{\"mode\":\"sample\"},\"zebra\":null}}";

        ConfigVersion version = ConfigVersion.read(bytes(text)).orNull();
        assertThat(text(version.json())).isEqualTo(text);
        assertThat(version.notUnderstood())
                .extracting(ConfigKey::text)
                .containsExactly("project/p", "quota/p", "schema/p/x", "zebra");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "^^ | this is no JSON object",
                "[] | this is no JSON object",
                "{} | version: is missing",
                "{\"version\":0,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{\"x\":1}} | version: found 0",
                "{\"version\":-3,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{\"x\":1}} | version: found -3",
                "{\"version\":1.5,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{\"x\":1}} | version: is missing or no",
                "{\"version\":1,\"effective_from\":\"0\",\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{\"x\":1}} | effective_from: is",
                "{\"version\":1,\"effective_from\":0,\"author\":null,\"reason\":\"r\",\"made_at\":0,\"changes\":{\"x\":1}} | author: is",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"\\udc00\",\"made_at\":0,\"changes\":{\"x\":1}} | reason: is",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"changes\":{\"x\":1}} | made_at: is",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0} | changes: is missing or empty",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{}} | changes: is missing or empty",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":[]} | changes: is missing or empty",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{\"\":1}} | a key is empty",
                "{\"version\":1,\"effective_from\":0,\"author\":\"a\",\"reason\":\"r\",\"made_at\":0,\"changes\":{\"\\ud800\":1}} | half a surrogate",
            })
    void aDamagedRecordIsAProblem(String text, String said) {
        Checked<ConfigVersion> version = ConfigVersion.read(bytes(text));

        assertThat(version.orNull()).isNull();
        assertThat(Problem.sentences(version.problems()))
                .startsWith("the record of a version")
                .contains(said);
    }

    @Test
    void everythingThatIsMissingIsFoundAtOnce() {
        assertThat(ConfigVersion.read(bytes("{}")).problems()).hasSize(6);
    }

    @Test
    void aVersionHasANumberChangesAndValuesThatFitTheirKeys() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = version().changes();
        assertThatThrownBy(() -> new ConfigVersion(0, changes, 0, "a", "r", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigVersion(1, new TreeMap<>(), 0, "a", "r", 0))
                .isInstanceOf(IllegalArgumentException.class);
        for (ConfigKey key : List.of(
                new ConfigKey.Project("p"),
                new ConfigKey.ApiKey("0".repeat(64)),
                new ConfigKey.DeviceLimits("p", "d"),
                new ConfigKey.Filter("p", "e"),
                new ConfigKey.SchemaPlan("p", "e"),
                new ConfigKey.Other("quota/p"))) {
            SortedMap<ConfigKey, Optional<ConfigValue>> wrong = new TreeMap<>();
            wrong.put(key, Optional.of(ConfigValue.Limits.NONE));
            assertThatThrownBy(() -> new ConfigVersion(1, wrong, 0, "a", "r", 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(key.shown());
            wrong.put(key, Optional.of(new ConfigValue.Other("1")));
            assertThat(new ConfigVersion(1, wrong, 0, "a", "r", 0).notUnderstood())
                    .containsExactly(key);
        }
    }

    private static ConfigVersion version() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        changes.put(new ConfigKey.DeviceLimits("shop", "\u001Fuser:ann"), Optional.empty());
        changes.put(new ConfigKey.Limits("shop"), Optional.of(new ConfigValue.Limits(0, 5)));
        changes.put(new ConfigKey.Project("shop"), Optional.of(ConfigValue.Project.PLAIN));
        return new ConfigVersion(7, changes, 1_800_000_060_000L, "ann", "say \"no\"", 1_800_000_000_000L);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
