package io.tidemark.rules.intake;

import static io.tidemark.rules.intake.EventFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventTimesTest {
    private static final long NOW = 1_541_105_832_296L;
    private static final long DAY = 86_400_000L;

    @Test
    void clocksThatAgreeWithinAMinuteAreLeftAlone() {
        EventTimes times = times("'time':1000,'client_upload_time':2000,'server_received_time':61999");

        assertThat(times.event()).isEqualTo(1000);
    }

    @Test
    void aClockThatIsAMinuteBehindIsCorrected() {
        EventTimes times = times("'time':1000,'client_upload_time':2000,'server_received_time':62000");

        assertThat(times.event()).isEqualTo(61_000);
    }

    @Test
    void aClockThatIsAMinuteAheadIsCorrected() {
        EventTimes times = times("'time':101000,'client_upload_time':102000,'server_received_time':42000");

        assertThat(times.event()).isEqualTo(41_000);
    }

    @Test
    void withoutAnUploadTimeNothingIsCorrected() {
        assertThat(times("'time':1000,'server_received_time':99000000").event()).isEqualTo(1000);
    }

    @Test
    void withoutATimeTheEventHappenedWhenItWasReceived() {
        assertThat(times("'client_upload_time':5,'server_received_time':99000000"))
                .isEqualTo(new EventTimes(99_000_000, 99_000_000, true));
        assertThat(times("'server_received_time':" + NOW)).isEqualTo(new EventTimes(NOW, NOW, false));
    }

    @Test
    void withoutAReceivedTimeTheKafkaRecordsTimestampIsTaken() {
        assertThat(times("'time':" + NOW).serverReceived()).isEqualTo(NOW);
    }

    @Test
    void suspectIsMoreThanADayAfterOrFiveYearsBefore() {
        assertThat(times("'time':" + (NOW + DAY)).suspect()).isFalse();
        assertThat(times("'time':" + (NOW + DAY + 1)).suspect()).isTrue();
        assertThat(times("'time':" + (NOW - 5 * 365 * DAY)).suspect()).isFalse();
        assertThat(times("'time':" + (NOW - 5 * 366 * DAY)).suspect()).isTrue();
    }

    @Test
    void microsecondsInBothClocksAreSuspect() {
        EventTimes times = times("'time':" + NOW * 1_000 + ",'client_upload_time':" + NOW * 1_000
                + ",'server_received_time':" + NOW * 1_000);

        assertThat(times).isEqualTo(new EventTimes(NOW * 1_000, NOW * 1_000, true));
    }

    @Test
    void yearsFrom2000To2100AreBelievedAndNoOthers() {
        for (String[] inside : new String[][] {
            {"2000-01-01T00:00:00Z", "-1"}, {"2100-12-31T23:59:59.999Z", "1"},
        }) {
            long edge = Instant.parse(inside[0]).toEpochMilli();
            long beyond = edge + Long.parseLong(inside[1]);
            assertThat(times("'time':" + edge + ",'server_received_time':" + edge)
                            .suspect())
                    .isFalse();
            assertThat(times("'time':" + beyond + ",'server_received_time':" + beyond)
                            .suspect())
                    .isTrue();
        }
    }

    @Test
    void centuriesAwayStaysWithinWhatATableHolds() {
        EventTimes times = times("'time':9000000000000000,'client_upload_time':-9000000000000000");

        assertThat(times.event()).isEqualTo(Event.FARTHEST_MILLIS);
        assertThat(times.suspect()).isTrue();
    }

    private static EventTimes times(String members) {
        return EventTimes.of(event("{'device_id':'dev-1','event_type':'x'," + members + "}"), NOW);
    }
}
