package io.tidemark.rules.service;

import static io.tidemark.rules.service.Versions.HASH;
import static io.tidemark.rules.service.Versions.at;
import static io.tidemark.rules.service.Versions.changes;
import static io.tidemark.rules.service.Versions.good;
import static io.tidemark.rules.service.Versions.history;
import static io.tidemark.rules.service.Versions.set;
import static io.tidemark.rules.service.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigHistoryTest {
    private static final String KEY = "api_key/" + HASH;

    @Test
    void aHistoryWithoutVersionsIsVersion0() {
        ConfigHistory none = good(ConfigHistory.of(List.of()));

        assertThat(none.newest()).isZero();
        assertThat(none.now()).isSameAs(ServiceConfig.EMPTY);
        assertThat(none.at(0)).isSameAs(ServiceConfig.EMPTY);
        assertThat(none.at(1)).isNull();
        assertThat(none.at(-1)).isNull();
        assertThat(none.inForce(Long.MAX_VALUE)).isZero();
        assertThat(none.revertTo(0)).isEmpty();
    }

    @Test
    void theOrderOfRecordsIsOfNoMeaningNorIsARecordThatIsThereTwice() {
        ConfigVersion one = version(1, "project/a", "{}");
        ConfigVersion two = version(2, "project/b", "{}");

        ConfigHistory history = good(ConfigHistory.of(List.of(two, one, one, two)));
        assertThat(history.versions()).containsExactly(one, two);
        assertThat(history.at(1).entries()).hasSize(1);
        assertThat(history.now().version()).isEqualTo(2);
    }

    @Test
    void versionsThatAreMissingAreNamed() {
        assertThat(ConfigHistory.of(List.of(
                                version(2, "project/a", "{}"),
                                version(3, "project/b", "{}"),
                                version(7, "project/c", "{}")))
                        .problems())
                .extracting(Problem::sentence)
                .containsExactly(
                        "the versions of the configuration: version 1 is missing; the newest is 7",
                        "the versions of the configuration: versions 4 to 6 are missing; the newest is 7");
    }

    @Test
    void twoVersionsWithOneNumberAreAProblem() {
        ConfigVersion one = version(1, "project/a", "{}");

        assertThat(ConfigHistory.of(List.of(one, version(1, "project/b", "{}"))).problems())
                .singleElement()
                .extracting(Problem::what)
                .isEqualTo("there are two different versions with the number 1");
        ConfigHistory history = good(ConfigHistory.of(List.of(one)));
        assertThat(good(history.with(version(1, "project/a", "{}")))).isSameAs(history);
        assertThat(history.with(version(1, "project/b", "{}")).isGood()).isFalse();
    }

    @Test
    void aVersionIsNotEffectiveBeforeTheOneBeforeIt() {
        ConfigVersion one = at(1, 1_000, "project/a", "{}");
        ConfigVersion early = at(2, 999, "project/b", "{}");
        ConfigVersion same = at(2, 1_000, "project/b", "{}");

        assertThat(ConfigHistory.of(List.of(one, early)).problems())
                .singleElement()
                .extracting(Problem::what)
                .isEqualTo("version 2 is effective from 999 ms, before version 1, which is from 1000 ms");
        ConfigHistory history = good(ConfigHistory.of(List.of(one)));
        assertThat(history.with(early).isGood()).isFalse();
        assertThat(good(history.with(same)).inForce(1_000)).isEqualTo(2);
        assertThat(history.with(at(3, 2_000, "project/b", "{}")).problems())
                .singleElement()
                .extracting(Problem::what)
                .isEqualTo("version 2 is missing; the newest is 3");
        assertThat(history.newest()).isEqualTo(1);
    }

    @Test
    void theVersionInForceIsTheNewestThatIsEffective() {
        ConfigHistory history = good(ConfigHistory.of(List.of(
                at(1, 1_000, "project/a", "{}"), at(2, 2_000, "project/b", "{}"), at(3, 2_000, "project/c", "{}"))));

        assertThat(history.inForce(Long.MIN_VALUE)).isZero();
        assertThat(history.inForce(999)).isZero();
        assertThat(history.inForce(1_000)).isEqualTo(1);
        assertThat(history.inForce(1_999)).isEqualTo(1);
        assertThat(history.inForce(2_000)).isEqualTo(3);
    }

    @Test
    void theDifferenceNamesWhatWasAndWhatIs() {
        ConfigHistory history = history(
                set("project/a", "{}", "limits/a", "{}", "project/same", "{}"),
                set("project/a", null, "limits/a", "{\"events_per_day\":1}", "project/new", "{}"));

        assertThat(history.difference(1, 2))
                .containsExactly(
                        new Difference(
                                new ConfigKey.Limits("a"), ConfigValue.Limits.NONE, new ConfigValue.Limits(null, 1)),
                        new Difference(new ConfigKey.Project("a"), ConfigValue.Project.PLAIN, null),
                        new Difference(new ConfigKey.Project("new"), null, ConfigValue.Project.PLAIN));
        assertThat(history.difference(2, 1)).hasSize(3);
        assertThat(history.difference(2, 2)).isEmpty();
        assertThat(history.difference(0, 1)).hasSize(3);
        assertThatThrownBy(() -> history.difference(1, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRevertPutsEverythingBack() {
        ConfigHistory history = history(
                set("project/a", "{}", KEY, "{\"project\":\"a\"}", "limits/a", "{\"events_per_day\":1}"),
                set(KEY, null, "limits/a", "{\"events_per_day\":2}", "project/new", "{}"));

        assertThat(history.revertTo(1))
                .isEqualTo(
                        changes(KEY, "{\"project\":\"a\"}", "limits/a", "{\"events_per_day\":1}", "project/new", null));
        assertThat(history.revertTo(2)).isEmpty();
        assertThat(history.revertTo(0)).hasSize(3);
        assertThatThrownBy(() -> history.revertTo(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRestoreNeverPutsBackWhatWasRemoved() {
        ConfigHistory history = history(
                set("project/a", "{}", KEY, "{\"project\":\"a\"}", "limits/a", "{\"events_per_day\":1}"),
                set(KEY, null, "limits/a", "{\"events_per_day\":2}", "project/new", "{}"));

        assertThat(history.restoreTo(1)).isEqualTo(changes("limits/a", "{\"events_per_day\":1}", "project/new", null));
        assertThat(history.restoreTo(2)).isEmpty();
    }

    @Test
    void aRestoreNeverPutsBackWhatBelongsToAProjectThatWasRemoved() {
        ConfigHistory history = history(
                set("project/a", "{}", "project/b", "{}", KEY, "{\"project\":\"a\"}", "limits/a", "{}"),
                set(KEY, "{\"project\":\"b\"}", "limits/a", null, "project/a", null));

        assertThat(history.restoreTo(1))
                .as("the key stays with the project that is there")
                .isEmpty();
    }

    @Test
    void aRestoreRemovesAnApiKeyWhoseProjectsAreBothGone() {
        ConfigHistory history = history(
                set("project/a", "{}", KEY, "{\"project\":\"a\"}"),
                set("project/new", "{}", KEY, "{\"project\":\"new\"}", "project/a", null));

        assertThat(history.restoreTo(1)).isEqualTo(changes("project/new", null, KEY, null));
    }

    @Test
    void aRestoreGivesAnApiKeyBackToAProjectThatIsStillThere() {
        ConfigHistory history = history(
                set("project/a", "{}", "project/b", "{}", KEY, "{\"project\":\"a\"}"),
                set(KEY, "{\"project\":\"b\"}"),
                set(KEY, "{\"project\":\"default\"}"));

        assertThat(history.restoreTo(1)).isEqualTo(changes(KEY, "{\"project\":\"a\"}"));
        assertThat(history.restoreTo(2)).isEqualTo(changes(KEY, "{\"project\":\"b\"}"));
    }

    @Test
    void aProjectThatCameBackDoesNotBringItsOldEntries() {
        ConfigHistory history = history(
                set("project/a", "{\"zone\":\"UTC\"}", KEY, "{\"project\":\"a\"}", "limits/a", "{}"),
                set("project/a", null, KEY, null, "limits/a", null),
                set("project/a", "{}"));

        assertThat(history.restoreTo(1)).isEqualTo(changes("project/a", "{\"zone\":\"UTC\"}"));
    }
}
