package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardPropertiesTest {
    private static Map<String, String> properties(String... more) {
        Map<String, String> all = new HashMap<>(
                Map.of("guard.environment", "production", "guard.base.type", "JDBC", "uri", "jdbc:sqlite:x"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void theCatalogBelowGetsItsOwnPropertiesAndNoneOfTheGuards() {
        GuardProperties guard = GuardProperties.parse(
                properties("type", "iceberg", "catalog-impl", GuardedCatalog.class.getName(), "guard.floor", "72h"));
        assertThat(guard.base()).isEqualTo(Map.of("type", "jdbc", "uri", "jdbc:sqlite:x", "jdbc.schema-version", "V1"));
        assertThat(guard.caller().environment()).isEqualTo("production");
        assertThat(guard.limits().floor()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        assertThat(GuardProperties.parse(properties()).limits()).isEqualTo(Limits.defaults());
        assertThat(GuardProperties.parse(properties()).caller().breakGlass()).isNull();
        assertThat(GuardProperties.baseName("lake", properties())).isEqualTo("lake");
        assertThat(GuardProperties.baseName("lake", properties("guard.base.name", "tidemark")))
                .isEqualTo("tidemark");
    }

    @Test
    void spansOfTimeAreReadInTheirUnits() {
        Map.of("90s", 90L, "15m", 900L, "48h", 172_800L, "7 d", 604_800L).forEach((text, seconds) -> assertThat(
                        GuardProperties.limits(Map.of("guard.trash-for", text)).trashFor())
                .hasSeconds(seconds));
        assertThatThrownBy(() -> GuardProperties.limits(Map.of("guard.floor", "long")))
                .hasMessage("guard.floor is 'long'; it takes a span of time such as 90m, 48h or 7d");
    }

    @Test
    void breakGlassIsSaidInFullOrNotAtAll() {
        assertThat(GuardProperties.parse(properties(
                                "guard.break-glass.by", "ann",
                                "guard.break-glass.reason", "to see",
                                "guard.break-glass.until", "2026-01-04T09:30:00Z"))
                        .caller()
                        .breakGlass())
                .isEqualTo(new BreakGlass("ann", "to see", Instant.parse("2026-01-04T09:30:00Z")));
        assertThatThrownBy(() -> GuardProperties.parse(properties("guard.break-glass.by", "ann")))
                .hasMessageContaining("all three");
        assertThatThrownBy(() -> GuardProperties.parse(properties(
                        "guard.break-glass.by", "ann",
                        "guard.break-glass.reason", "to see",
                        "guard.break-glass.until", "soon")))
                .hasMessageContaining("is 'soon'");
    }

    @Test
    void whatMustBeSaidIsAskedFor() {
        assertThatThrownBy(() -> GuardProperties.parse(Map.of("guard.base.type", "jdbc")))
                .hasMessageContaining("guard.environment");
        assertThatThrownBy(() -> GuardProperties.parse(Map.of("guard.environment", "test")))
                .hasMessageContaining("guard.base.type");
    }
}
