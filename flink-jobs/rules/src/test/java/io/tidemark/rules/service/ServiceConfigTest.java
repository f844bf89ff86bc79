package io.tidemark.rules.service;

import static io.tidemark.rules.service.Versions.HASH;
import static io.tidemark.rules.service.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceConfigTest {
    @Test
    void nothingIsConfiguredAtFirst() {
        ServiceConfig config = ServiceConfig.EMPTY;

        assertThat(config.version()).isZero();
        assertThat(config.project("shop")).isNull();
        assertThat(config.hasProject("shop")).isFalse();
        assertThat(config.hasProject("default")).isTrue();
        assertThat(config.apiKey(HASH)).isNull();
        assertThat(config.limits("shop", "d")).isSameAs(ConfigValue.Limits.NONE);
        assertThat(config.isBlocked("shop", "d")).isFalse();
        assertThat(config.filters("shop", "Buy")).isEmpty();
        assertThat(config.schemaPlan("shop", "Buy")).isNull();
        assertThat(config.entries()).isEmpty();
        assertThat(config.keysOf("shop")).isEmpty();
    }

    @Test
    void theLimitsOfADeviceAreItsOwnThenThoseOfItsProject() {
        ServiceConfig config = ServiceConfig.EMPTY.with(version(
                1,
                "limits/shop",
                "{\"events_per_second\":10,\"events_per_day\":1000}",
                "throttle/shop/fast",
                "{\"events_per_second\":0}",
                "throttle/shop/bad",
                "{\"block\":true}",
                "throttle/other/own",
                "{\"events_per_day\":7}"));

        assertThat(config.limits("shop", "any")).isEqualTo(new ConfigValue.Limits(10, 1_000));
        assertThat(config.limits("shop", "fast")).isEqualTo(new ConfigValue.Limits(0, 1_000));
        assertThat(config.limits("other", "own")).isEqualTo(new ConfigValue.Limits(null, 7));
        assertThat(config.limits("other", "any")).isEqualTo(ConfigValue.Limits.NONE);
        assertThat(config.limits("third", "fast")).isEqualTo(ConfigValue.Limits.NONE);
        assertThat(config.isBlocked("shop", "bad")).isTrue();
        assertThat(config.isBlocked("shop", "fast")).isFalse();
        assertThat(config.isBlocked("other", "bad")).isFalse();
        assertThat(config.limits("shop", "bad")).isEqualTo(new ConfigValue.Limits(10, 1_000));
    }

    @Test
    void anEventTypeHasItsOwnFilterAndTheOneForAnyType() {
        ServiceConfig config = ServiceConfig.EMPTY.with(
                version(1, "filter/shop/*", "{\"where\":{\"platform\":\"Web\"}}", "filter/shop/Buy", "{}"));

        assertThat(config.filters("shop", "Buy"))
                .extracting(ConfigValue::json)
                .containsExactly("{}", "{\"where\":{\"platform\":\"Web\"}}");
        assertThat(config.filters("shop", "buy")).hasSize(1);
        assertThat(config.filters("shop", "*")).hasSize(1);
        assertThat(config.filters("other", "Buy")).isEmpty();
        ServiceConfig without = config.with(version(2, "filter/shop/*", null));
        assertThat(without.filters("shop", "Buy")).hasSize(1);
        assertThat(without.filters("shop", "buy")).isEmpty();
    }

    @Test
    void anEventTypeHasItsOwnPlanElseTheOneForAnyType() {
        ServiceConfig config = ServiceConfig.EMPTY.with(
                version(1, "schema/shop/*", "{\"mode\":\"warn\"}", "schema/shop/Buy", "{\"mode\":\"off\"}"));

        assertThat(config.schemaPlan("shop", "Buy").mode()).isEqualTo(SchemaMode.OFF);
        assertThat(config.schemaPlan("shop", "View").mode()).isEqualTo(SchemaMode.WARN);
        assertThat(config.schemaPlan("other", "Buy")).isNull();
    }

    @Test
    void aVersionChangesWhatItNamesAndNothingElse() {
        ServiceConfig one = ServiceConfig.EMPTY.with(version(
                1,
                "project/shop",
                "{\"zone\":\"UTC\"}",
                "api_key/" + HASH,
                "{\"project\":\"shop\"}",
                "limits/shop",
                "{}"));
        ServiceConfig two = one.with(version(2, "api_key/" + HASH, null, "limits/shop", "{\"events_per_day\":1}"));

        assertThat(one.apiKey(HASH)).isNotNull();
        assertThat(two.apiKey(HASH)).isNull();
        assertThat(two.version()).isEqualTo(2);
        assertThat(two.project("shop")).isEqualTo(one.project("shop")).isNotNull();
        assertThat(two.entries()).hasSize(2);
        assertThat(one.entries()).hasSize(3);
        assertThat(two.with(version(3, "project/shop", null, "limits/shop", null))
                        .entries())
                .isEmpty();
    }

    @Test
    void theKeysOfAProjectAreThoseThatNameItAndItsApiKeys() {
        ServiceConfig config = ServiceConfig.EMPTY.with(version(
                1,
                "project/a%2Fb",
                "{}",
                "api_key/" + HASH,
                "{\"project\":\"a/b\"}",
                "api_key/" + "f".repeat(64),
                "{\"project\":\"other\"}",
                "filter/a%2Fb/x",
                "{}",
                "limits/a",
                "{}"));

        assertThat(config.keysOf("a/b"))
                .extracting(ConfigKey::text)
                .containsExactly("api_key/" + HASH, "filter/a%2Fb/x", "project/a%2Fb");
    }

    @Test
    void whatIsNotUnderstoodHasNoEffectAndIsNotLost() {
        TreeMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (String key : List.of(
                "project/shop",
                "api_key/" + HASH,
                "limits/shop",
                "filter/shop/Buy",
                "filter/shop/*",
                "schema/shop/Buy",
                "throttle/shop/d",
                "quota/shop")) {
            changes.put(ConfigKey.stored(key), Optional.of(new ConfigValue.Other("[]")));
        }
        ServiceConfig config = ServiceConfig.EMPTY.with(new ConfigVersion(1, changes, 0, "a", "r", 0));

        assertThat(config.project("shop")).isEqualTo(ConfigValue.Project.PLAIN);
        assertThat(config.hasProject("shop")).isTrue();
        assertThat(config.apiKey(HASH)).isNull();
        assertThat(config.limits("shop", "d")).isEqualTo(ConfigValue.Limits.NONE);
        assertThat(config.isBlocked("shop", "d")).isFalse();
        assertThat(config.filters("shop", "Buy")).isEmpty();
        assertThat(config.schemaPlan("shop", "Buy")).isNull();
        assertThat(config.entries()).hasSize(8);
        changes.replaceAll((key, value) -> Optional.empty());
        assertThat(config.with(new ConfigVersion(2, changes, 0, "a", "r", 0)).entries())
                .isEmpty();
    }

    @Test
    void anApiKeyIsFoundByTheFirstDigitsOfItsHash() {
        ServiceConfig config = keys(HASH, "f".repeat(64));

        for (String typed : List.of("01234567", "api_key/01234567", HASH, "api_key/" + HASH)) {
            assertThat(config.resolve(typed).orNull()).isEqualTo(new ConfigKey.ApiKey(HASH));
        }
        assertThat(config.shown(new ConfigKey.ApiKey(HASH))).isEqualTo("api_key/01234567");
    }

    @Test
    void keysThatBeginWithTheSameDigitsAreToldApart() {
        String one = "01234567" + "a".repeat(56);
        String two = "01234567" + "a".repeat(55) + "b";
        ServiceConfig config = keys(one, two, "f".repeat(64));

        assertThat(config.apiKey(one).project()).isEqualTo("p0");
        assertThat(config.apiKey(two).project()).isEqualTo("p1");
        assertThat(config.resolve("01234567").orNull()).isNull();
        assertThat(config.resolve("01234567").problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains("2 API keys begin so", one, two, "give more digits");
        assertThat(config.resolve(two).orNull()).isEqualTo(new ConfigKey.ApiKey(two));
        assertThat(config.shown(new ConfigKey.ApiKey(one))).isEqualTo("api_key/" + one);
        assertThat(config.shown(new ConfigKey.ApiKey("01234568" + "a".repeat(56))))
                .isEqualTo("api_key/01234568");
        assertThat(config.shown(new ConfigKey.ApiKey("0123456" + "7" + "b".repeat(56))))
                .isEqualTo("api_key/01234567b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456", "0123456G", "01234567ABCDEF", "project/shop", "api_key/"})
    void whatIsNoPrefixOfAHashIsAProblem(String typed) {
        assertThat(keys(HASH).resolve(typed).problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains("allowed: the first 8 hexadecimal digits");
    }

    @Test
    void aPrefixOfNoKeyIsAProblem() {
        assertThat(keys(HASH).resolve("deadbeef").problems().get(0).sentence())
                .isEqualTo("the API key \"deadbeef\": no API key of version 1 has a hash that begins so");
    }

    private static ServiceConfig keys(String... hashes) {
        String[] changes = new String[2 * hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            changes[2 * i] = "api_key/" + hashes[i];
            changes[2 * i + 1] = "{\"project\":\"p" + i + "\"}";
        }
        return ServiceConfig.EMPTY.with(version(1, changes));
    }
}
