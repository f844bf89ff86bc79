package io.tidemark.rules.service;

import static io.tidemark.rules.service.Versions.at;
import static io.tidemark.rules.service.Versions.changes;
import static io.tidemark.rules.service.Versions.good;
import static io.tidemark.rules.service.Versions.history;
import static io.tidemark.rules.service.Versions.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version decides in place of another: as it is written, checked and looked up. */
class StandInTest {
    private static final ConfigKey OF_2 = new ConfigKey.StandIn(2);
    /** Four versions; 4 says that 1 decides in place of 2. */
    private static final ConfigHistory HISTORY = history(
            set("limits/default", "{}"),
            set("filter/default/*", "{}"),
            set("filter/default/*", null),
            set("stand_in/2", "{\"version\":1}"));

    private static List<String> check(String... keysAndValues) {
        return NextVersion.check(HISTORY, at(5, 600_000, keysAndValues), 0).stream()
                .map(Problem::sentence)
                .toList();
    }

    @Test
    void itsValueNamesAVersionAndHasOneText() {
        assertThat(good(ConfigValue.parse(OF_2, " { \"version\" : 1e0 } "))).isEqualTo(new ConfigValue.StandIn(1));
        assertThat(good(ConfigValue.parse(OF_2, "{\"version\":0}")).json()).isEqualTo("{\"version\":0}");
        assertThat(new ConfigValue.StandIn(5_000_000_000L).json()).isEqualTo("{\"version\":5000000000}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | stand_in/2 version: is missing; allowed: the number of a version, from 0",
                "{\"version\":-1} | stand_in/2 version: found -1",
                "{\"version\":1.5} | stand_in/2 version: found 1.5",
                "{\"version\":\"1\"} | stand_in/2 version: found \"1\"",
                "{\"version\":null} | stand_in/2 version: found null",
                "{\"version\":1,\"from\":2} | stand_in/2 from: this member is unknown; allowed: version",
                "1 | stand_in/2: found 1; allowed: a JSON object"
            })
    void whatNamesNoVersionIsAProblem(String json, String said) {
        assertThat(ConfigValue.parse(OF_2, json).problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains(said);
    }

    @Test
    void storedValueThatIsNotUnderstoodIsKeptAndHasNoEffect() {
        ConfigValue other = good(ConfigValue.stored(OF_2, "{\"version\":\"one\"}"));
        assertThat(other).isEqualTo(new ConfigValue.Other("{\"version\":\"one\"}"));
        ConfigHistory history = good(ConfigHistory.EMPTY.with(
                new ConfigVersion(1, new TreeMap<>(Map.of(OF_2, Optional.of(other))), 0, "a", "r", 0)));
        assertThat(history.now().standIns()).isEmpty();
        assertThat(history.standIn(2)).isEqualTo(2);
    }

    /** The bytes are those of every release from now on. */
    @Test
    void recordOfAVersionKeepsItsBytes() {
        ConfigVersion version = at(4, 60_000, "stand_in/2", "{\"version\":1}", "stand_in/3", null);
        String json = "{\"version\":4,\"effective_from\":60000,\"author\":\"ann\",\"reason\":\"a test\",\"made_at\":0,"
                + "\"changes\":{\"stand_in/2\":{\"version\":1},\"stand_in/3\":null}}";
        assertThat(new String(version.json(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(good(ConfigVersion.read(json.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(version);
    }

    @Test
    void newestVersionSaysWhichOneDecidesWheneverItTakesEffect() {
        assertThat(HISTORY.standIn(2)).isEqualTo(1);
        for (long version : new long[] {Long.MIN_VALUE, -1, 0, 1, 3, 4, 5, Long.MAX_VALUE}) {
            assertThat(HISTORY.standIn(version)).isEqualTo(version);
        }
        assertThat(HISTORY.inForce(120_000)).as("what was in force stays so").isEqualTo(2);
        ConfigHistory lifted = good(HISTORY.with(at(5, 600_000, "stand_in/2", null)));
        assertThat(lifted.standIn(2)).isEqualTo(2);
        assertThat(ConfigHistory.EMPTY.standIn(2)).isEqualTo(2);
    }

    @Test
    void oneIsOfAVersionThatThereIs() {
        assertThat(check("stand_in/3", "{\"version\":4}")).isEmpty();
        assertThat(check("stand_in/4", "{\"version\":0}")).isEmpty();
        assertThat(check("stand_in/5", "{\"version\":0}"))
                .containsExactly("stand_in/5: there is no version 5; the newest is 4");
        assertThat(check("stand_in/3", "{\"version\":5}"))
                .containsExactly("stand_in/3: there is no version 5 that could decide in its place; the newest is 4");
        assertThat(check("stand_in/3", "{\"version\":3}"))
                .containsExactly("stand_in/3: a version cannot be its own stand-in; name another, or 0 for none");
    }

    @Test
    void thereIsOneStepAndNoSecond() {
        assertThat(check("stand_in/3", "{\"version\":2}"))
                .containsExactly("stand_in/3: version 2 cannot be its stand-in, for it has one itself, version 1;"
                        + " name the one that is to decide");
        assertThat(check("stand_in/1", "{\"version\":0}"))
                .containsExactly("stand_in/1: version 1 is the stand-in of version 2, so it cannot have one itself;"
                        + " name the one that is to decide for both");
        assertThat(check("stand_in/2", "{\"version\":0}", "stand_in/1", "{\"version\":0}"))
                .as("another one for both")
                .isEmpty();
        assertThat(check("stand_in/3", "{\"version\":2}", "stand_in/2", null)).isEmpty();
    }

    @Test
    void everyProblemIsFoundAtOnce() {
        assertThat(check("stand_in/9", "{\"version\":8}", "stand_in/3", "{\"version\":2}", "stand_in/1", null))
                .hasSize(4);
    }

    @Test
    void revertNeitherLiftsStandInsNorBringsThemBack() {
        assertThat(HISTORY.revertTo(2)).isEqualTo(changes("filter/default/*", "{}"));
        assertThat(HISTORY.restoreTo(3)).isEmpty();
        ConfigHistory lifted = good(HISTORY.with(at(5, 600_000, "stand_in/2", null)));
        assertThat(lifted.revertTo(4)).isEmpty();
        assertThat(lifted.restoreTo(4)).isEmpty();
    }
}
