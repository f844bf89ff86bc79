package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigKeyTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void eachKindHasItsText() {
        assertThat(List.of(
                        new ConfigKey.Project("shop"),
                        new ConfigKey.ApiKey(HASH),
                        new ConfigKey.Limits("shop"),
                        new ConfigKey.Filter("shop", "Button Clicked"),
                        new ConfigKey.Filter("shop", "*"),
                        new ConfigKey.SchemaPlan("shop", "a/b%2F"),
                        new ConfigKey.DeviceLimits("shop", "\u001Fuser:ann"),
                        new ConfigKey.StandIn(7)))
                .allSatisfy(
                        key -> assertThat(ConfigKey.parse(key.text()).orNull()).isEqualTo(key))
                .extracting(ConfigKey::text)
                .containsExactly(
                        "project/shop",
                        "api_key/" + HASH,
                        "limits/shop",
                        "filter/shop/Button Clicked",
                        "filter/shop/*",
                        "schema/shop/a/b%2F",
                        "throttle/shop/\u001Fuser:ann",
                        "stand_in/7");
    }

    @Test
    void theNameOfAProjectIsEscapedEverywhereAndNothingElseIs() {
        String name = "a/b%2F c";
        assertThat(List.of(
                        new ConfigKey.Project(name),
                        new ConfigKey.Limits(name),
                        new ConfigKey.Filter(name, "a/b%2F"),
                        new ConfigKey.DeviceLimits(name, "/")))
                .allSatisfy(
                        key -> assertThat(ConfigKey.parse(key.text()).orNull()).isEqualTo(key))
                .extracting(ConfigKey::text)
                .containsExactly(
                        "project/a%2Fb%252F c",
                        "limits/a%2Fb%252F c", "filter/a%2Fb%252F c/a/b%2F", "throttle/a%2Fb%252F c//");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "^^ | this is no key",
                "project | this is no key",
                "Project/shop | this is no key",
                "quota/shop | this is no key",
                "project/ | the name of the project is empty",
                "project/a/b | / is written %2F",
                "limits/a/b | / is written %2F",
                "project/100% | % is written %25",
                "project/a%2fb | / is written %2F",
                "project/%2 | % is written %25",
                "filter/100%/x | % is written %25",
                "filter/shop | the event type is missing",
                "schema/shop/ | the event type is empty",
                "filter//x | the name of the project is empty",
                "throttle/shop | the device key is missing",
                "throttle/shop/ | the device key is empty",
                "api_key/ | not the hash of an API key",
                "api_key/0123 | 64 hexadecimal digits in lower case",
                "stand_in/ | not the number of a version",
                "stand_in/0 | from 1",
                "stand_in/-1 | from 1",
                "stand_in/07 | without leading zeros",
                "stand_in/7/8 | not the number of a version",
                "stand_in/٧ | in decimal digits",
                "stand_in/1234567890123456789 | not the number of a version"
            })
    void whatIsNoKeyIsAProblemThatSaysWhatIsAllowed(String text, String said) {
        Checked<ConfigKey> key = ConfigKey.parse(text);

        assertThat(key.orNull()).isNull();
        assertThat(key.isGood()).isFalse();
        assertThat(key.problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains(said);
    }

    @Test
    void aStoredTextThatIsUnknownIsKept() {
        assertThat(ConfigKey.stored("quota/shop")).isEqualTo(new ConfigKey.Other("quota/shop"));
        assertThat(ConfigKey.stored("quota/shop").text()).isEqualTo("quota/shop");
        assertThat(ConfigKey.stored("api_key/UPPER")).isInstanceOf(ConfigKey.Other.class);
        assertThat(ConfigKey.stored("limits/shop")).isEqualTo(new ConfigKey.Limits("shop"));
        assertThatThrownBy(() -> new ConfigKey.Other("limits/shop")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHashIsLowerCaseHexadecimal() {
        assertThat(ConfigKey.parse("api_key/" + HASH.toUpperCase(Locale.ROOT)).isGood())
                .isFalse();
        assertThat(ConfigKey.parse("api_key/" + HASH + "0").isGood()).isFalse();
        assertThatThrownBy(() -> new ConfigKey.ApiKey("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anApiKeyThatWasTypedInsteadOfItsHashIsNotInTheMessage() {
        assertThat(ConfigKey.parse("api_key/s3cr3tk3yOfTheShop")
                        .problems()
                        .get(0)
                        .sentence())
                .contains("s3cr3tk3")
                .doesNotContain("s3cr3tk3y")
                .contains("not the API key itself");
    }

    @Test
    void theHashIsSha256InHexadecimal() {
        assertThat(ConfigKey.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ConfigKey.hash("ü")).isEqualTo(ConfigKey.hash(new String(new char[] {0xFC})));
        assertThat(ConfigKey.parse("api_key/" + ConfigKey.hash("")).isGood()).isTrue();
    }

    @Test
    void partsAreAsLongAsTheyMayBeAndNoLonger() {
        for (String[] each : new String[][] {
            {"project/", "256"},
            {"limits/", "256"},
            {"filter/p/", "1024"},
            {"schema/p/", "1024"},
            {"throttle/p/", "1030"}
        }) {
            // Two chars and four bytes, and one character.
            String longest = "\uD83D\uDE00".repeat(Integer.parseInt(each[1]));
            assertThat(ConfigKey.parse(each[0] + longest).problems()).isEmpty();
            assertThat(ConfigKey.parse(each[0] + longest + "x").problems())
                    .singleElement()
                    .extracting(Problem::sentence)
                    .asString()
                    .contains("allowed: at most " + each[1]);
        }
        assertThat(ConfigKey.parse("filter/" + "p".repeat(257) + "/x").isGood()).isFalse();
    }

    @Test
    void halfASurrogatePairIsNoKey() {
        for (String text : List.of("project/\uD800", "filter/p/\uDC00x", "throttle/p/x\uD83D")) {
            assertThat(ConfigKey.parse(text).problems())
                    .singleElement()
                    .extracting(Problem::what)
                    .asString()
                    .contains("half a surrogate pair");
        }
        assertThatThrownBy(() -> new ConfigKey.Project("\uD800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigKey.Limits("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigKey.Filter("p", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigKey.SchemaPlan("", "t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigKey.DeviceLimits("p", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop", " shop", "shop ", "shop\u0000", "caf\u00E9", "cafe\u0301"})
    void keysAreComparedByteForByte(String name) {
        ConfigKey key = new ConfigKey.Project(name);

        assertThat(ConfigKey.parse(key.text()).orNull()).isEqualTo(key);
        assertThat(key).isNotEqualTo(new ConfigKey.Project("shop"));
        assertThat(new ConfigKey.Project("caf\u00E9")).isNotEqualTo(new ConfigKey.Project("cafe\u0301"));
    }

    @Test
    void theOrderIsThatOfTheBytes() {
        List<ConfigKey> keys = new ArrayList<>(List.of(
                new ConfigKey.Project("\uFFFD"),
                new ConfigKey.Project("\uD83D\uDE00"),
                new ConfigKey.Project("b"),
                new ConfigKey.Project("ab"),
                new ConfigKey.Project("a"),
                new ConfigKey.Limits("z"),
                new ConfigKey.Project("\uE000"),
                new ConfigKey.Project("\uD7FF")));
        List<String> byBytes = keys.stream()
                .map(ConfigKey::text)
                .sorted((a, b) ->
                        Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
                .toList();
        keys.sort(null);

        assertThat(keys).extracting(ConfigKey::text).isEqualTo(byBytes);
    }

    @Test
    void aKeyIsMadeOfItsParts() {
        assertThat(ConfigKey.of(KeyKind.PROJECT, "a/b", null).orNull()).isEqualTo(new ConfigKey.Project("a/b"));
        assertThat(ConfigKey.of(KeyKind.THROTTLE, "a/b", "x/y").orNull())
                .isEqualTo(new ConfigKey.DeviceLimits("a/b", "x/y"));
        assertThat(ConfigKey.of(KeyKind.API_KEY, HASH, null).orNull()).isEqualTo(new ConfigKey.ApiKey(HASH));
        assertThat(ConfigKey.of(KeyKind.STAND_IN, "7", null).orNull()).isEqualTo(new ConfigKey.StandIn(7));
        assertThatThrownBy(() -> new ConfigKey.StandIn(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ConfigKey.of(KeyKind.FILTER, "shop", null).isGood()).isFalse();
        assertThat(ConfigKey.of(KeyKind.LIMITS, "shop", "x").isGood()).isFalse();
    }

    @Test
    void messagesShowAKeyWithoutControlCharactersAndNotInFullLength() {
        assertThat(new ConfigKey.DeviceLimits("shop", "\u001Fuser:ann\n").shown())
                .isEqualTo("throttle/shop/\\u001fuser:ann\\n");
        assertThat(new ConfigKey.ApiKey(HASH).shown()).isEqualTo("api_key/01234567");
        assertThat(new ConfigKey.Project("p".repeat(256)).shown()).hasSizeLessThan(100);
    }
}
