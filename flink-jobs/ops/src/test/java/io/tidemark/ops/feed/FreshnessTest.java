package io.tidemark.ops.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Freshness freshness = new Freshness();

    @Test
    void beforeAnythingIsSentNothingIsBehind() {
        assertThat(freshness.behind(0, 7 * SECOND)).isZero();
    }

    @Test
    void theOldestRecordThatIsNotCommittedTells() {
        freshness.sent(100, SECOND);
        freshness.sent(200, 3 * SECOND);
        freshness.sent(300, 6 * SECOND);

        assertThat(freshness.behind(99, 10 * SECOND)).hasSeconds(9);
        assertThat(freshness.behind(100, 10 * SECOND)).hasSeconds(7);
        assertThat(freshness.behind(299, 10 * SECOND)).hasSeconds(4);
        assertThat(freshness.behind(300, 10 * SECOND)).isZero();
    }

    @Test
    void aLookThatFindsNothingNewDoesNotMakeAnythingYounger() {
        freshness.sent(100, SECOND);
        freshness.sent(100, 5 * SECOND);

        assertThat(freshness.behind(50, 5 * SECOND)).hasSeconds(4);
    }
}
