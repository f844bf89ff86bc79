package io.tidemark.rules.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The window and a plain list of every accepted slot agree, whatever the clock does. */
class RateWindowProperties {
    private static final long START = 1_700_000_000L;

    @Test
    void theWindowCountsWhatAListOfEverythingCounts() {
        Seeds.forEach(2_000, RateWindowProperties::agrees);
    }

    private static void agrees(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int slots = 1 + random.nextInt(40);
        List<Long> accepted = new ArrayList<>();
        long largest = Long.MIN_VALUE;
        long clock = random.nextInt(4) == 0 ? -5 : START;
        RateWindow window = RateWindow.NONE;
        for (int i = 0; i < 200; i++) {
            clock += step(random, slots);
            largest = Math.max(largest, clock);
            long slot = window.slotFor(clock);
            assertThat(slot).isEqualTo(largest);

            long since = largest - slots + 1;
            long expected = accepted.stream().filter(at -> at >= since).count();
            assertThat(window.acceptedUpTo(slot, slots)).as("event %d", i).isEqualTo(expected);

            int more = random.nextInt(3) == 0 ? 0 : 1;
            RateWindow next = window.at(slot, slots, more);
            if (more == 0 && slot == window.latest()) {
                assertThat(next).as("an event that changes nothing").isSameAs(window);
            }
            window = next;
            for (int n = 0; n < more; n++) {
                accepted.add(largest);
            }
            assertThat(window.counts().length).isLessThanOrEqualTo(slots);
            assertThat(window.counts().length == 0 || window.counts()[window.counts().length - 1] > 0)
                    .as("no zeros at the end of %s", window)
                    .isTrue();
        }
    }

    private static long step(SplittableRandom random, int slots) {
        return switch (random.nextInt(10)) {
            case 0 -> -random.nextInt(2 * slots + 1);
            case 1 -> slots;
            case 2 -> slots - 1L;
            case 3 -> random.nextLong(1_000_000_000_000L);
            case 4, 5 -> 1 + random.nextInt(slots);
            default -> random.nextInt(2);
        };
    }
}
