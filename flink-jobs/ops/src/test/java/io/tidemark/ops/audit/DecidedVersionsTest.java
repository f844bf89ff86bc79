package io.tidemark.ops.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.VersionRules.Stamp;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.intake.IdRules;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the audit is told of versions is what the job decides by. */
class DecidedVersionsTest {
    private final DecidedVersions versions = DecidedVersions.of(history(Map.of(), 1_000, 2_000));

    /** Versions of a project each, but for those that name the stand-in of version 2; 0 lifts it. */
    private static ConfigHistory history(Map<Long, Long> forTwo, long... effective) {
        List<ConfigVersion> versions = new ArrayList<>();
        for (long from : effective) {
            Long by = forTwo.get(versions.size() + 1L);
            ConfigKey key = by == null ? new ConfigKey.Project("p" + versions.size()) : new ConfigKey.StandIn(2);
            String json = by == null ? "{}" : "{\"version\":" + by + "}";
            TreeMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
            boolean lifted = by != null && by == 0;
            changes.put(
                    key,
                    lifted
                            ? Optional.empty()
                            : Optional.of(Objects.requireNonNull(
                                    ConfigValue.parse(key, json).orNull())));
            versions.add(new ConfigVersion(versions.size() + 1, changes, from, "ops", "test", from));
        }
        return Objects.requireNonNull(ConfigHistory.of(versions).orNull());
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void versionsAreThoseOfTheHistory() {
        assertThat(versions.newest()).isEqualTo(2);
        assertThat(versions.effectiveFrom(2)).isEqualTo(2_000);
        assertThat(versions.inForce(999)).isZero();
        assertThat(versions.inForce(1_000)).isEqualTo(1);
        assertThat(versions.standIns(2)).isEmpty();
    }

    @Test
    void standInsAreThoseOfAllTimes() {
        Map<Long, Long> forTwo = Map.of(3L, 1L, 4L, 0L, 6L, 5L);
        DecidedVersions of = DecidedVersions.of(history(forTwo, 1_000, 2_000, 3_000, 3_000, 4_000, 5_000));
        assertThat(of.standIns(2)).containsExactly(1L, 5L);
        assertThat(of.standIns(1)).isEmpty();
    }

    @Test
    void recordSaysItsVersionAndWhenItWasReceived() {
        assertThat(versions.stamp(bytes("{\"event_type\":\"Buy\",\"device_id\":\"d\"}"), 5_000))
                .isEqualTo(new Stamp(null, 5_000));
        assertThat(versions.stamp(
                        bytes("{\"event_type\":\"Buy\",\"device_id\":\"d\",\"config_version\":7,"
                                + "\"server_received_time\":4000}"),
                        5_000))
                .isEqualTo(new Stamp(7L, 4_000));
        assertThat(versions.stamp(bytes("{\"device_id\":\"d\"}"), 5_000)).isNull();
        assertThat(versions.stamp(bytes("no JSON"), 5_000)).isNull();
    }

    /** Each reason is either the decoder's, or comes behind the version. */
    @Test
    void idsFiltersAndSchemasComeBehindTheVersion() {
        Set<Reason> ofTheDecoder = Stream.of(
                        "x",
                        "[]",
                        "{}",
                        "{\"event_type\":\"Buy\"}",
                        "{\"event_type\":\"Buy\",\"device_id\":\"d\",\"time\":\"soon\"}",
                        "{\"event_type\":\"" + "x".repeat(2_000) + "\"}")
                .map(json -> Objects.requireNonNull(new EventDecoder(1_000).decode(bytes(json), new Event()))
                        .reason())
                .collect(Collectors.toSet());
        assertThat(ofTheDecoder).hasSize(6);
        assertThat(EnumSet.allOf(Reason.class).stream().filter(reason -> !versions.decides(reason.text())))
                .containsExactlyInAnyOrderElementsOf(ofTheDecoder);

        Event event = new Event();
        assertThat(new EventDecoder().decode(bytes("{\"event_type\":\"Buy\",\"device_id\":17}"), event))
                .as("an id that is a number is an event first")
                .isNull();
        Reason reason = Objects.requireNonNull(new IdRules(1).refusal(event)).reason();
        assertThat(versions.decides(reason.text())).isTrue();
    }
}
