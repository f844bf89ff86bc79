package io.tidemark.collector.flood;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.ThrottleConfig;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A flood is refused, an honest device never is, and what is counted is bounded. */
class FloodLimitTest {
    private static final ThrottleConfig LIMITS = new ThrottleConfig(30, Duration.ofSeconds(30), 500_000);
    private static final long NOW = 1_700_000_000_000L;
    private static final int SOFT = 900;

    @Test
    void aDeviceMaySendTenTimesItsLimitAndNoMore() {
        FloodLimit limit = new FloodLimit(10, LIMITS);

        long taken = burst(limit, "device-1", 20 * SOFT, NOW);

        assertThat(taken).isBetween(10L * SOFT, 11L * SOFT);
        assertThat(burst(limit, "device-1", 1, NOW)).isZero();
        assertThat(burst(limit, "device-2", SOFT, NOW)).isEqualTo(SOFT);
    }

    @Test
    void itMaySendAgainAsTimeGoesOn() {
        FloodLimit limit = new FloodLimit(10, LIMITS);
        burst(limit, "device-1", 20 * SOFT, NOW);

        assertThat(burst(limit, "device-1", 1_000, NOW + 1_000)).isEqualTo(300);
        assertThat(burst(limit, "device-1", 20 * SOFT, NOW + 31_000)).isEqualTo(10L * SOFT);
    }

    @Test
    void aClockThatIsSetBackRefusesNobodyForLong() {
        FloodLimit limit = new FloodLimit(10, LIMITS);
        burst(limit, "device-1", 20 * SOFT, NOW);

        assertThat(burst(limit, "device-1", 1, NOW - 3_600_000)).isZero();
        assertThat(burst(limit, "device-1", 1_000, NOW - 3_599_000)).isEqualTo(300);
    }

    @Test
    void theLimitIsTheDevicesOwnWhereTheServiceConfigurationHasOne() {
        ConfigVersion version = new ConfigVersion(
                1,
                new TreeMap<>(Map.of(
                        new ConfigKey.DeviceLimits("shop", "device-1"),
                        Optional.of(new ConfigValue.DeviceLimits(1, null, false)),
                        new ConfigKey.DeviceLimits("shop", "device-2"),
                        Optional.of(new ConfigValue.DeviceLimits(0, null, false)))),
                NOW,
                "ops",
                "a test",
                NOW);
        ServiceConfig config = ServiceConfig.EMPTY.with(version);
        FloodLimit limit = new FloodLimit(10, LIMITS);

        assertThat(burst(limit, config, "device-1", 1_000, NOW)).isBetween(300L, 330L);
        assertThat(burst(limit, config, "device-2", 50_000, NOW)).isEqualTo(50_000);
    }

    /** Else a device that collects for a day and sends all of it would be refused for ever. */
    @Test
    void oneRequestMayHaveMoreThanTheLimit() {
        FloodLimit limit = new FloodLimit(1, new ThrottleConfig(1, Duration.ofSeconds(30), 0));

        assertThat(limit.takes(ServiceConfig.EMPTY, "shop", bytes("device-1"), 2_000, NOW))
                .isTrue();
        assertThat(limit.takes(ServiceConfig.EMPTY, "shop", bytes("device-1"), 1, NOW + 1_000))
                .isFalse();
    }

    @Test
    void zeroTimesTurnsItOff() {
        assertThat(burst(new FloodLimit(0, LIMITS), "device-1", 50_000, NOW)).isEqualTo(50_000);
    }

    /** As many devices as anybody can invent, beside some that send at their limit. */
    @Test
    void honestDevicesAreNeverRefusedAndOthersAreNotRemembered() {
        SplittableRandom random = new SplittableRandom(7);
        FloodLimit limit = new FloodLimit(10, LIMITS, 50);
        for (int second = 0; second < 60; second++) {
            long now = NOW + second * 1_000L;
            for (int i = 0; i < 5_000; i++) {
                assertThat(limit.takes(ServiceConfig.EMPTY, "shop", bytes("once-" + random.nextLong()), 1, now))
                        .isTrue();
            }
            for (int i = 0; i < 30; i++) {
                assertThat(limit.takes(ServiceConfig.EMPTY, "shop", bytes("honest"), 1, now))
                        .isTrue();
            }
            burst(limit, "flood-" + second, 2 * SOFT, now);
        }

        assertThat(limit.devices()).isLessThanOrEqualTo(50);
    }

    @Test
    void badKeysAreCountedByAddress() {
        BadKeys keys = new BadKeys(60);
        byte[] one = {10, 0, 0, 1};
        byte[] other = {10, 0, 0, 2};

        for (int i = 0; i < 60; i++) {
            assertThat(keys.takes(one, NOW)).isTrue();
        }
        assertThat(keys.takes(one, NOW)).isFalse();
        assertThat(keys.takes(other, NOW)).isTrue();
        assertThat(keys.takes(one, NOW + 1_000)).isTrue();
        assertThat(new BadKeys(0).takes(one, NOW)).isTrue();
    }

    private static long burst(FloodLimit limit, String device, int events, long now) {
        return burst(limit, ServiceConfig.EMPTY, device, events, now);
    }

    private static long burst(FloodLimit limit, ServiceConfig config, String device, int events, long now) {
        long taken = 0;
        for (int i = 0; i < events; i++) {
            taken += limit.takes(config, "shop", bytes(device), 1, now) ? 1 : 0;
        }
        return taken;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
