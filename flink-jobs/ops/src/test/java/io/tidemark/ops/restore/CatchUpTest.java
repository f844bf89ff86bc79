package io.tidemark.ops.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final Instant BEGIN = Instant.parse("2026-01-04T02:50:00Z");

    @Test
    void aRateIsThatFromOneCommitToTheNext() {
        CatchUp seen = looks(look(0, 10_000, 1_000), look(1, 10_100, 1_000), look(2, 10_200, 3_000))
                .with(look(3, 10_300, 3_000))
                .with(look(4, 10_400, 5_000))
                .with(look(6, 10_600, 11_000 - 400));

        assertThat(seen.stretches()).isEqualTo(2);
        assertThat(seen.drain()).isEqualTo(new CatchUp.Rate(1_000, 1_900, 2_800));
        assertThat(seen.inflow()).isEqualTo(new CatchUp.Rate(100, 100, 100));
    }

    @Test
    void theEstimateIsTheBacklogByWhatTheJobGainsOnTheLog() {
        CatchUp seen = looks(look(0, 100_000, 1), look(1, 100_000, 10_000), look(2, 100_500, 12_500))
                .with(look(3, 101_000, 17_000));

        assertThat(seen.backlog()).isEqualTo(84_000);
        // It gained 2,000 and then 4,000 offsets a second.
        assertThat(seen.estimate()).isEqualTo(new CatchUp.Estimate(Duration.ofSeconds(21), Duration.ofSeconds(42)));
        assertThat(seen.caughtUp()).isFalse();
    }

    @Test
    void aJobThatDoesNotAlwaysGainHasNoLatest() {
        CatchUp seen = looks(look(0, 1_000, 1), look(1, 1_000, 100), look(2, 1_200, 200), look(3, 1_300, 500));

        assertThat(seen.estimate()).isEqualTo(new CatchUp.Estimate(Duration.ofSeconds(4), null));
    }

    @Test
    void aJobThatNeverGainsHasNoEstimate() {
        CatchUp seen = looks(look(0, 1_000, 1), look(1, 1_000, 100), look(2, 1_200, 200), look(3, 1_400, 300));

        assertThat(seen.estimate()).isNull();
        assertThat(seen.caughtUp()).isFalse();
    }

    @Test
    void nothingIsKnownBeforeTwoCommitsAreSeen() {
        CatchUp seen = looks(look(0, 1_000, 1), look(1, 1_000, 1), look(2, 1_000, 100), look(3, 1_000, 100));

        assertThat(seen.drain()).isNull();
        assertThat(seen.inflow()).isNull();
        assertThat(seen.estimate()).isNull();
        assertThat(new CatchUp(List.of()).estimate()).isNull();
        assertThat(new CatchUp(List.of()).caughtUp()).isFalse();
    }

    @Test
    void aJobKeepsUpWhenItIsNoFurtherBehindThanWhatComesBetweenTwoCommits() {
        CatchUp seen = looks(look(0, 1_000, 1), look(2, 1_200, 1_000), look(4, 1_400, 1_200));

        assertThat(seen.backlog()).isEqualTo(200);
        assertThat(seen.caughtUp()).isTrue();
        assertThat(seen.estimate()).isEqualTo(new CatchUp.Estimate(Duration.ZERO, Duration.ZERO));
    }

    @Test
    void aLogThatDoesNotGrowIsCaughtUpWithAtItsEnd() {
        assertThat(looks(look(0, 1_000, 1_000)).caughtUp()).isTrue();
        assertThat(looks(look(0, 1_000, 999)).caughtUp()).isFalse();
    }

    @Test
    void moreCommittedThanTheLogSaidIsNoBacklog() {
        // The log's end is asked before the tables are: what came in between may be in them.
        assertThat(look(0, 1_000, 1_010).backlog()).isZero();
    }

    private static CatchUp looks(CatchUp.Sample... samples) {
        return new CatchUp(List.of(samples));
    }

    private static CatchUp.Sample look(int second, long logEnd, long committed) {
        return new CatchUp.Sample(BEGIN.plusSeconds(second), logEnd, committed);
    }
}
