package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZonesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/Argentina/Buenos_Aires",
                "America/Port-au-Prince",
                "Asia/Kolkata"
            })
    void aZoneIsUtcOrARegion(String name) {
        assertThat(Zones.parse(name)).isEqualTo(ZoneId.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "utc", "Z", "Berlin", "Europe/Nowhere", "+02:00", "GMT+2", "Etc/GMT+2", "EST5EDT", "Japan"})
    void anOffsetOrAnotherNameIsNone(String name) {
        assertThat(Zones.parse(name)).isNull();
    }
}
