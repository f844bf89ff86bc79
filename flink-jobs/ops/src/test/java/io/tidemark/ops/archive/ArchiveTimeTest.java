package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.seeded.Seeds;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of an archive, as events.md has them: a space, six digits, no zone. */
class ArchiveTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2025-07-01T16:34:54.837Z,       2025-07-01 16:34:54.837000",
        "1970-01-01T00:00:00Z,           1970-01-01 00:00:00.000000",
        "1969-12-31T23:59:59.999Z,       1969-12-31 23:59:59.999000",
        "2025-07-01T16:34:54.837123456Z, 2025-07-01 16:34:54.837123",
        "2024-02-29T23:59:59Z,           2024-02-29 23:59:59.000000",
        "+10000-01-01T00:00:00Z,         +10000-01-01 00:00:00.000000",
        "0001-01-01T00:00:00Z,           0001-01-01 00:00:00.000000",
        "-0001-01-01T00:00:00Z,          -0001-01-01 00:00:00.000000"
    })
    void aTimeIsWrittenToTheMicrosecond(Instant time, String text) {
        assertThat(ArchiveTime.write(time)).isEqualTo(text);
        assertThat(ArchiveTime.millis(text)).hasValue(time.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "2025-07-01 16:34:54,           1751387694000",
        "2025-07-01 16:34:54.8,         1751387694800",
        "2025-07-01 16:34:54.837,       1751387694837",
        "2025-07-01 16:34:54.837999,    1751387694837",
        "2025-07-01 16:34:54.837999999, 1751387694837",
        "1969-12-31 23:59:59.999999,    -1"
    })
    void anyNumberOfDigitsIsReadAndWhatIsFinerThanAMillisecondIsCutOff(String text, long millis) {
        assertThat(ArchiveTime.millis(text)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-07-01",
                "2025-07-01T16:34:54",
                "2025-07-01 16:34:54Z",
                "2025-13-01 00:00:00",
                "2025-7-1 16:34:54",
                "2025-07-01 16:34",
                "2025-07-01 16:34:54.1234567890",
                "10000-01-01 00:00:00",
                " 2025-07-01 16:34:54",
                "1751387694000",
                "+9999999999-01-01 00:00:00"
            })
    void anythingElseIsNoTime(String text) {
        assertThat(ArchiveTime.millis(text)).isEqualTo(OptionalLong.empty());
    }

    /** Also the farthest that a table can hold, centuries before and after everybody. */
    @Test
    void everyTimeThatATableHoldsIsReadAsItWasWritten() {
        Seeds.forEach(2_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long bound = random.nextBoolean() ? 4_133_980_800_000L : Event.FARTHEST_MILLIS;
            long millis = random.nextLong(-bound, bound);

            assertThat(ArchiveTime.millis(ArchiveTime.write(Instant.ofEpochMilli(millis))))
                    .hasValue(millis);
        });
        for (long millis : new long[] {Event.FARTHEST_MILLIS, -Event.FARTHEST_MILLIS}) {
            assertThat(ArchiveTime.millis(ArchiveTime.write(Instant.ofEpochMilli(millis))))
                    .hasValue(millis);
        }
    }

    /** Within the years of four digits the text sorts as the time does. */
    @Test
    void laterTimesAreLaterTexts() {
        Seeds.forEach(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Instant one = Instant.ofEpochMilli(random.nextLong(0, 4_133_980_800_000L));
            Instant other = Instant.ofEpochMilli(random.nextLong(0, 4_133_980_800_000L));

            assertThat(Integer.signum(ArchiveTime.write(one).compareTo(ArchiveTime.write(other))))
                    .isEqualTo(Integer.signum(one.compareTo(other)));
        });
    }
}
