package io.tidemark.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a clock on the wall shows. */
class LocalMillisTest {
    @ParameterizedTest
    @CsvSource({
        "2024-03-31T00:59:59.999Z, Europe/Berlin, 2024-03-31T01:59:59.999",
        "2024-03-31T01:00:00Z, Europe/Berlin, 2024-03-31T03:00",
        "2024-10-27T00:30:00Z, Europe/Berlin, 2024-10-27T02:30",
        "2024-10-27T01:30:00Z, Europe/Berlin, 2024-10-27T02:30",
        "2024-01-01T00:00:00Z, America/St_Johns, 2023-12-31T20:30",
        "2024-01-01T00:00:00Z, Asia/Kathmandu, 2024-01-01T05:45",
        "1960-06-01T00:00:00Z, UTC, 1960-06-01T00:00",
    })
    void itIsWhatTheZoneHadThen(Instant time, String zone, LocalDateTime local) {
        assertThat(new LocalMillis().eval(time.toEpochMilli(), zone))
                .isEqualTo(local.toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    @Test
    void oneFunctionTakesSeveralZonesAndNothing() {
        LocalMillis function = new LocalMillis();

        assertThat(function.eval(0L, "Asia/Tokyo")).isEqualTo(32_400_000L);
        assertThat(function.eval(0L, "UTC")).isEqualTo(0L);
        assertThat(function.eval(null, "UTC")).isNull();
    }
}
