package io.tidemark.ops.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That the sessions of the cases depend on each limit, to the millisecond, in both halves of the log. */
class PhoneLogTest {
    private static final long FIVE = Duration.ofMinutes(5).toMillis();
    private static final long THIRTY = Duration.ofMinutes(30).toMillis();

    @Test
    void sessionsAreOthersWithAnyOtherLimit() {
        for (int records :
                new int[] {PhoneLog.sent().size() / 2, PhoneLog.sent().size()}) {
            History history = History.of(PhoneLog.sent().subList(0, records));
            int sessions = SessionCases.count(history, SessionCases::pause);

            assertThat(SessionCases.count(history, event -> THIRTY)).isLessThan(sessions);
            assertThat(SessionCases.count(history, event -> FIVE)).isGreaterThan(sessions);
            for (long limit : new long[] {FIVE, THIRTY}) {
                assertThat(SessionCases.count(history, event -> moved(event, limit, 1)))
                        .isLessThan(sessions);
                assertThat(SessionCases.count(history, event -> moved(event, limit, -1)))
                        .isGreaterThan(sessions);
            }
        }
    }

    /** The pause of an event; where it is the given one, by a little more or less. */
    private static long moved(PersonEvent event, long limit, long by) {
        long pause = SessionCases.pause(event);
        return pause == limit ? pause + by : pause;
    }
}
