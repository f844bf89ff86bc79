package io.tidemark.ops.configure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a table and a topic that do not have the same versions. */
class ConfigStatusTest {
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");

    private static ConfigVersion version(long number, String project) {
        return new ConfigVersion(
                number,
                new TreeMap<>(Map.of(new ConfigKey.Project(project), Optional.of(ConfigValue.Project.PLAIN))),
                NOON.plusSeconds(60 * (number - 2)).toEpochMilli(),
                "ops",
                "a test",
                NOON.minusSeconds(600).toEpochMilli());
    }

    private static ConfigVersion version(long number) {
        return version(number, "p" + number);
    }

    private static ConfigStatus status(int versions, @Nullable List<ConfigVersion> published) {
        List<ConfigVersion> table = List.of(version(1), version(2), version(3)).subList(0, versions);
        return new ConfigStatus(Objects.requireNonNull(ConfigHistory.of(table).orNull()), published, List.of(), NOON);
    }

    @Test
    void whereNothingIsConfiguredNothingIsWrong() {
        for (ConfigStatus nothing : List.of(status(0, List.of()), status(0, null))) {
            assertThat(nothing.newest()).isNull();
            assertThat(nothing.newestFrom()).isNull();
            assertThat(nothing.inForce()).isZero();
            assertThat(nothing.attention()).isEmpty();
        }
    }

    @Test
    void versionThatTakesEffectLaterIsToldApart() {
        ConfigStatus status = status(3, null);
        assertThat(status.inForce()).isEqualTo(2);
        assertThat(Objects.requireNonNull(status.newest()).number()).isEqualTo(3);
        assertThat(status.newestFrom()).isEqualTo(NOON.plusSeconds(60));
        assertThat(status(2, null).newestFrom()).isNull();
        assertThat(status.attention())
                .as("a topic that was not read lacks nothing")
                .isEmpty();
    }

    @Test
    void topicThatLacksVersionsIsToBePublished() {
        ConfigStatus status = status(3, List.of(version(2)));
        assertThat(status.notInTopic()).containsExactly(1L, 3L);
        assertThat(status.notInTable()).isEmpty();
        assertThat(status.attention())
                .singleElement()
                .asString()
                .contains("versions 1 and 3", "tidemark config publish");
    }

    @Test
    void tableThatLacksVersionsIsToBeRecovered() {
        ConfigStatus status = status(1, List.of(version(1), version(2), version(3)));
        assertThat(status.notInTable()).containsExactly(2L, 3L);
        assertThat(status.attention())
                .singleElement()
                .asString()
                .contains("versions 2 and 3", "tidemark config recover");
    }

    @Test
    void anotherVersionOfTheSameNumberIsSaid() {
        ConfigStatus status = status(2, List.of(version(1), version(2, "other")));
        assertThat(status.different()).containsExactly(2L);
        assertThat(status.attention()).singleElement().asString().contains("version 2 is another one");
    }

    @Test
    void tableThatCannotBeReadLacksNothing() {
        ConfigStatus status = new ConfigStatus(
                ConfigHistory.EMPTY, List.of(version(1)), List.of("The table is gone. Do this."), NOON);
        assertThat(status.notInTable()).isEmpty();
        assertThat(status.attention()).containsExactly("The table is gone. Do this.");
    }
}
