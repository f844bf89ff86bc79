package io.tidemark.rules.service;

import static io.tidemark.rules.service.Versions.HASH;
import static io.tidemark.rules.service.Versions.at;
import static io.tidemark.rules.service.Versions.changes;
import static io.tidemark.rules.service.Versions.history;
import static io.tidemark.rules.service.Versions.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextVersionTest {
    private static final long NOW = Instant.parse("2027-01-31T12:00:00Z").toEpochMilli();
    private static final long SOON = NOW + 60_000;
    private static final ConfigHistory HISTORY =
            history(set("project/shop", "{}", "api_key/" + HASH, "{\"project\":\"shop\"}", "limits/default", "{}"));

    @Test
    void aGoodVersionHasNoProblems() {
        assertThat(check(at(
                        2,
                        SOON,
                        "limits/shop",
                        "{\"events_per_day\":1}",
                        "throttle/default/d",
                        "{\"block\":true}",
                        "project/new",
                        "{}",
                        "filter/new/*",
                        "{}",
                        "limits/default",
                        null)))
                .isEmpty();
        assertThat(NextVersion.check(ConfigHistory.EMPTY, at(1, SOON, "limits/default", "{}"), NOW))
                .isEmpty();
    }

    @Test
    void theNumberIsTheNext() {
        for (long number : new long[] {1, 3}) {
            assertThat(check(at(number, SOON, "limits/shop", "{}")))
                    .singleElement()
                    .asString()
                    .contains("version " + number + ": the newest version is 1, so the next is 2");
        }
    }

    @Test
    void somethingChanges() {
        assertThat(check(at(2, SOON, "project/shop", "{}")))
                .containsExactly("version 2: nothing changes: everything is configured so already");
        assertThat(check(at(2, SOON, "project/shop", "{}", "limits/shop", "{}")))
                .isEmpty();
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        assertThat(check(at(2, SOON, "limits/shop", null, "project/new", "{}")))
                .containsExactly("limits/shop: is not configured, so it cannot be removed");
    }

    @Test
    void itIsEffectiveInAMinuteAndNotInMonths() {
        assertThat(check(at(2, SOON - 1, "limits/shop", "{}")))
                .containsExactly(
                        "version 2 effective_from: found 2027-01-31T12:00:59.999Z; allowed: at least 60 s after"
                                + " now, which is 2027-01-31T12:00:00Z");
        long farthest = NOW + NextVersion.FARTHEST_AHEAD_MILLIS;
        assertThat(check(at(2, farthest, "limits/shop", "{}"))).isEmpty();
        assertThat(check(at(2, farthest + 1, "limits/shop", "{}")))
                .singleElement()
                .asString()
                .contains("allowed: at most 31 days after now");
        assertThat(check(at(2, Long.MAX_VALUE, "limits/shop", "{}")))
                .singleElement()
                .asString()
                .contains("found 9223372036854775807 ms");
    }

    @Test
    void itIsNotEffectiveBeforeTheNewest() {
        ConfigHistory ahead = Versions.good(HISTORY.with(at(2, SOON + 5_000, "limits/shop", "{}")));

        assertThat(sentences(ahead, at(3, SOON + 4_999, "limits/shop", null)))
                .singleElement()
                .asString()
                .contains("allowed: not before version 2, which is effective from 2027-01-31T12:01:05Z");
        assertThat(sentences(ahead, at(3, SOON + 5_000, "limits/shop", null))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api_key/%s | {\"project\":\"none\"}",
                "limits/none | {}",
                "filter/none/x | {}",
                "schema/none/x | {\"mode\":\"off\"}",
                "throttle/none/d | {}"
            })
    void aProjectThatIsUnknownHasNoEntries(String key, String value) {
        String text = key.formatted("f".repeat(64));

        assertThat(check(at(2, SOON, text, value)))
                .singleElement()
                .asString()
                .contains("the project \"none\" is unknown; set project/none before it, or in the same version");
        assertThat(check(at(2, SOON, text, value, "project/none", "{}"))).isEmpty();
        assertThat(check(at(2, SOON, text, value.replace("none", "default"), "project/none", "{}")))
                .isEmpty();
    }

    @Test
    void aProjectIsRemovedWithAllThatBelongsToIt() {
        assertThat(check(at(2, SOON, "project/shop", null)))
                .containsExactly(
                        "project/shop: is removed, but a key belongs to it: api_key/01234567; remove that in the"
                                + " same version");
        assertThat(check(at(2, SOON, "project/shop", null, "api_key/" + HASH, null)))
                .isEmpty();
        assertThat(check(at(2, SOON, "project/shop", null, "api_key/" + HASH, "{\"project\":\"default\"}")))
                .isEmpty();
        assertThat(check(at(2, SOON, "project/shop", null, "api_key/" + HASH, null, "limits/shop", "{}")))
                .hasSize(2)
                .anyMatch(each -> each.startsWith("limits/shop: the project \"shop\" is unknown"));
    }

    @Test
    void theProjectDefaultIsThereAlsoWithoutAnEntry() {
        ConfigHistory history = history(set("project/default", "{}", "limits/default", "{}"));

        assertThat(sentences(history, at(2, SOON, "project/default", null))).isEmpty();
    }

    @Test
    void anAuthorAndAReasonAreTexts() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = changes("limits/shop", "{}");

        assertThat(check(new ConfigVersion(2, changes, SOON, " ", "", NOW)))
                .containsExactly(
                        "version 2 author: is empty; say who makes it",
                        "version 2 reason: is empty; say why it is made");
        assertThat(check(new ConfigVersion(2, changes, SOON, "a".repeat(256), "r".repeat(4_096), NOW)))
                .isEmpty();
        assertThat(check(new ConfigVersion(2, changes, SOON, "a".repeat(257), "r".repeat(4_097), NOW)))
                .hasSize(2);
        assertThat(check(new ConfigVersion(2, changes, SOON, "\uD800", "r\uDC00", NOW)))
                .hasSize(2)
                .allMatch(each -> each.contains("half a surrogate pair"));
    }

    @Test
    void valuesThatWereMadeAndNotReadAreChecked() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        changes.put(new ConfigKey.Limits("shop"), Optional.of(new ConfigValue.Limits(-1, 2_000_000_001)));
        changes.put(
                new ConfigKey.Project("shop"),
                Optional.of(new ConfigValue.Project("Mars", DayOfWeek.FRIDAY, List.of(""))));
        changes.put(new ConfigKey.ApiKey("f".repeat(64)), Optional.of(new ConfigValue.ApiKey("", null, List.of("*"))));

        assertThat(check(new ConfigVersion(2, changes, SOON, "ann", "a test", NOW)))
                .hasSize(7);
    }

    @Test
    void whatALaterReleaseWroteCanBePutBack() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        changes.put(ConfigKey.stored("quota/shop"), Optional.of(new ConfigValue.Other("[]")));
        changes.put(
                new ConfigKey.Limits("shop"),
                Optional.of(ConfigValue.stored(new ConfigKey.Limits("shop"), "{\"per_user\":1}")
                        .orNull()));

        assertThat(check(new ConfigVersion(2, changes, SOON, "ann", "a test", NOW)))
                .isEmpty();
    }

    @Test
    void aVersionFitsARecord() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            changes.put(
                    new ConfigKey.DeviceLimits("shop", i + "x".repeat(1_000)),
                    Optional.of(new ConfigValue.DeviceLimits(null, null, true)));
        }

        assertThat(check(new ConfigVersion(2, changes, SOON, "ann", "a test", NOW)))
                .singleElement()
                .asString()
                .contains("allowed: at most 1000000; make several versions of it");
    }

    @Test
    void everyProblemIsFoundAtOnce() {
        assertThat(check(new ConfigVersion(
                        5, changes("limits/none", "{}", "filter/shop/x", null, "project/shop", null), 0, "", "", NOW)))
                .hasSize(8);
    }

    @Test
    void apiKeysThatBeginWithTheSameDigitsAreToldApartInMessages() {
        String other = HASH.substring(0, 8) + "f".repeat(56);

        assertThat(check(at(2, SOON, "api_key/" + other, "{\"project\":\"none\"}")))
                .singleElement()
                .asString()
                .startsWith("api_key/01234567f: the project \"none\" is unknown");
    }

    private static List<String> check(ConfigVersion next) {
        return sentences(HISTORY, next);
    }

    private static List<String> sentences(ConfigHistory history, ConfigVersion next) {
        return NextVersion.check(history, next, NOW).stream()
                .map(Problem::sentence)
                .toList();
    }
}
