package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationParserTest {
    private static final Instant NOW = Instant.parse("2024-02-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "500 ms,PT0.5S",
        "250ms,PT0.25S",
        "30s,PT30S",
        "1 min,PT1M",
        "2 h,PT2H",
        "7 d,PT168H",
        "7 days,PT168H",
        "0,PT0S",
        "0 s,PT0S",
        "1h30m,PT1H30M",
        "PT90M,PT1H30M",
        "1 day 2 hours,PT26H",
        "'1 day, 2 hours and 3 minutes',PT26H3M",
        "90 s,PT1M30S",
        "2 weeks,PT336H"
    })
    void aDurationIsReadAsPeopleAndFilesWriteIt(String text, Duration duration) {
        assertThat(DurationParser.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "s",
                "days",
                "1.5 s",
                "1 S",
                "1 sec",
                "-1 s",
                "1 s s",
                "7 moons",
                "7 days later on",
                "-7 days",
                "P7",
                "999999999999999999 d"
            })
    void anythingElseIsNone(String text) {
        assertThat(DurationParser.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 ms", "1500 ms", "30 s", "90 s", "1 min", "36 h", "7 d"})
    void whatAFilePrintsIsReadAgain(String text) {
        assertThat(UnitText.text(Objects.requireNonNull(DurationParser.parse(text))))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2018-11-05,2018-11-05T00:00:00Z",
        "2018-11-05 14:30,2018-11-05T14:30:00Z",
        "2018-11-05 14,2018-11-05T14:00:00Z",
        "2018-11-05T14,2018-11-05T14:00:00Z",
        "2018-11-05T14:30:15.25,2018-11-05T14:30:15.250Z",
        "2018-11-05T14:30:00+01:00,2018-11-05T13:30:00Z",
        "2018-11-05 14:30Z,2018-11-05T14:30:00Z",
        "20181105T5,2018-11-05T05:00:00Z",
        "20181105T05,2018-11-05T05:00:00Z",
        "20181105,2018-11-05T00:00:00Z",
        "now,2024-02-01T10:00:00Z",
        "now - 30 minutes,2024-02-01T09:30:00Z",
        "now-7d,2024-01-25T10:00:00Z",
        "beginning,0001-01-01T00:00:00Z",
        "end,9999-12-31T00:00:00Z"
    })
    void aPointInTimeIsReadInUtcUnlessItSaysOtherwise(String text, Instant time) {
        assertThat(TimeParser.parse(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "now + 1 day",
                "now - a while",
                "now - 9999999999999 weeks",
                "2018-02-30",
                "20180230",
                "2018-13-01",
                "2018-11",
                "2018-11-01T24",
                "2018-11-01T25",
                "1541030400000"
            })
    void anythingElseIsNoPointInTime(String text) {
        assertThat(TimeParser.parse(text, NOW)).isNull();
    }
}
