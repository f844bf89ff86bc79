package io.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.restore.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpTextTest {
    private static final CatchUp SEEN = new CatchUp(
            List.of(look(0, 100_000, 1), look(1, 100_000, 10_000), look(2, 100_500, 12_500), look(3, 101_000, 17_000)));

    @Test
    void aPersonReadsHowFarHowFastAndHowLong() {
        assertThat(CatchUpText.describe(SEEN))
                .isEqualTo("84,000 offsets behind the log. The job takes 3,500 a second (2,500 to 4,500) while 500 come"
                        + " in: caught up in 21 s to 42 s.");
    }

    @Test
    void aPersonReadsWhatIsNotKnownYet() {
        assertThat(CatchUpText.describe(new CatchUp(List.of(look(0, 10, 3)))))
                .isEqualTo(
                        "7 offsets behind the log; the job has not committed often enough yet to tell how fast it is.");
    }

    @Test
    void aPersonReadsWhetherItKeepsUpOrNeverWill() {
        assertThat(CatchUpText.describe(new CatchUp(List.of(look(0, 5, 1), look(1, 9, 2), look(2, 20, 12)))))
                .endsWith("it keeps up.");
        assertThat(CatchUpText.describe(
                        new CatchUp(List.of(look(0, 500, 1), look(1, 900, 2), look(2, 920, 12), look(3, 940, 22)))))
                .endsWith("it does not catch up.");
    }

    @Test
    void timesAreSaidAsAPersonSaysThem() {
        assertThat(CatchUpText.time(Duration.ofMillis(1))).isEqualTo("1 s");
        assertThat(CatchUpText.time(Duration.ofMillis(59_001))).isEqualTo("1 min 0 s");
        assertThat(CatchUpText.time(Duration.ofSeconds(7_325))).isEqualTo("2 h 2 min");
    }

    private static CatchUp.Sample look(int second, long logEnd, long committed) {
        return new CatchUp.Sample(Instant.EPOCH.plusSeconds(second), logEnd, committed);
    }
}
