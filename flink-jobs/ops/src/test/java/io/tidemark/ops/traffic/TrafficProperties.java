package io.tidemark.ops.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for the traffic of every seed; {@code -Dseed=N} runs one again. */
class TrafficProperties {
    private static final int TRIES = 30;

    @Test
    void theSameSettingsGiveTheSameBytes() {
        forSeeds(settings -> {
            Traffic first = new Traffic(settings);
            Traffic second = new Traffic(settings);
            while (first.hasNext()) {
                Message one = first.next();
                Message other = second.next();
                assertThat(other.value()).isEqualTo(one.value());
                assertThat(Arrays.equals(other.key(), one.key())).isTrue();
                assertThat(other.serverReceivedMillis()).isEqualTo(one.serverReceivedMillis());
            }
            assertThat(second.hasNext()).isFalse();
        });
    }

    @Test
    void anotherSeedGivesOtherTraffic() {
        forSeeds(settings -> {
            TrafficSettings other = TrafficSettings.of(
                    settings.seed() + 1, settings.events(), settings.startMillis(), settings.spanMillis());
            assertThat(new String(new Traffic(other).next().value(), StandardCharsets.UTF_8))
                    .isNotEqualTo(new String(new Traffic(settings).next().value(), StandardCharsets.UTF_8));
        });
    }

    @Test
    void recordsComeInTheOrderOfTheirArrivalAndCarryIt() {
        forSeeds(settings -> {
            TrafficSample sample = TrafficSample.of(settings);
            long last = settings.startMillis();
            for (int i = 0; i < sample.messages().size(); i++) {
                long received = sample.messages().get(i).serverReceivedMillis();
                assertThat(received).isGreaterThanOrEqualTo(last);
                last = received;
                JsonNode event = sample.nodes().get(i);
                if (TrafficSample.isWhole(event)) {
                    assertThat(event.path("server_received_time").longValue()).isEqualTo(received);
                }
            }
        });
    }

    @Test
    void everyWholeEventTravelsUnderItsDevice() {
        forSeeds(settings -> {
            TrafficSample sample = TrafficSample.of(settings);
            for (int i = 0; i < sample.messages().size(); i++) {
                JsonNode event = sample.nodes().get(i);
                if (TrafficSample.isWhole(event)) {
                    String key = new String(
                            Objects.requireNonNull(sample.messages().get(i).key()), StandardCharsets.UTF_8);
                    String expected = event.has("device_id")
                            ? event.path("device_id").asText()
                            : "user:" + event.path("user_id").asText();
                    assertThat(key).isEqualTo(expected);
                }
            }
        });
    }

    private static void forSeeds(java.util.function.Consumer<TrafficSettings> property) {
        Long only = Long.getLong("seed");
        long seed = only == null ? new Random().nextLong() : only;
        for (int i = 0; i < (only == null ? TRIES : 1); i++, seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TrafficSettings settings = new TrafficSettings(
                    seed,
                    1 + random.nextInt(3_000),
                    random.nextLong(4_000_000_000_000L),
                    1 + random.nextLong(5_000_000_000L),
                    1 + random.nextInt(500),
                    400 + random.nextInt(500));
            try {
                property.accept(settings);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("failed for " + settings + "; run it again with -Dseed=" + seed, e);
            }
        }
    }
}
