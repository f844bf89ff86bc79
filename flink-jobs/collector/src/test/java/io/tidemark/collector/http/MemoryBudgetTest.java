package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collector.http.MemoryBudget.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets memory, when, and in which order. Of 800 bytes, 700 are for requests and 100 for what is not taken. */
class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(800);
    private final List<String> told = new ArrayList<>();

    private Claim claim(long request, long bytes, boolean begun) {
        return new Claim(request, bytes, begun, 0, granted -> told.add(request + (granted ? " granted" : " refused")));
    }

    @Test
    void threeQuartersAreForNewRequests() {
        assertThat(budget.take(claim(1, 525, false))).isTrue();
        assertThat(budget.take(claim(2, 1, false))).isFalse();
        assertThat(budget.take(claim(1, 175, true))).isTrue();
        assertThat(budget.held()).isEqualTo(700);
        assertThat(budget.take(claim(3, 1, true))).isFalse();
        budget.give(700);
        assertThat(told).containsExactly("3 granted", "2 granted");
        assertThat(budget.held()).isEqualTo(2);
    }

    @Test
    void theOldestRequestIsFirstAndNobodyOvertakesIt() {
        assertThat(budget.take(claim(1, 500, false))).isTrue();
        assertThat(budget.take(claim(5, 300, true))).isFalse();
        assertThat(budget.take(claim(2, 400, true))).isFalse();
        assertThat(budget.take(claim(6, 10, true))).isFalse();
        assertThat(budget.take(claim(7, 10, false))).isFalse();
        budget.give(100);
        assertThat(told).isEmpty();
        budget.give(100);
        assertThat(told).containsExactly("2 granted");
        budget.give(500);
        assertThat(told).containsExactly("2 granted", "5 granted", "6 granted", "7 granted");
    }

    @Test
    void aClaimThatIsCancelledMakesWay() {
        assertThat(budget.take(claim(1, 500, false))).isTrue();
        Claim large = claim(2, 600, true);
        assertThat(budget.take(large)).isFalse();
        assertThat(budget.take(claim(3, 50, true))).isFalse();
        assertThat(budget.cancel(large)).isTrue();
        assertThat(told).containsExactly("3 granted");
        assertThat(budget.cancel(large)).isFalse();
        assertThat(budget.held()).isEqualTo(550);
    }

    @Test
    void theNewestIsRefusedWhenTheOldestWaitsTooLong() {
        assertThat(budget.take(claim(1, 500, false))).isTrue();
        assertThat(budget.take(claim(2, 600, true))).isFalse();
        assertThat(budget.take(claim(3, 600, true))).isFalse();
        budget.shed(10, 10);
        assertThat(told).isEmpty();
        budget.shed(11, 10);
        assertThat(told).containsExactly("3 refused");
        assertThat(budget.waiting()).isEqualTo(1);
    }

    @Test
    void oneThatIsLargerThanAllIsGivenWhatItWantsWhenNothingElseIsHeld() {
        assertThat(budget.take(claim(1, 1, false))).isTrue();
        assertThat(budget.take(claim(2, 5000, false))).isFalse();
        budget.give(1);
        assertThat(told).containsExactly("2 granted");
    }

    @Test
    void whatIsNotTakenHasItsOwnPart() {
        assertThat(budget.changeUnread(100)).isTrue();
        assertThat(budget.changeUnread(1)).isFalse();
        assertThat(budget.changeUnread(-50)).isTrue();
        assertThat(budget.changeUnread(50)).isTrue();
        assertThat(budget.take(claim(1, 525, false))).isTrue();
        assertThat(budget.held()).isEqualTo(625);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRequestGetsItsMemoryInTheEndAndNeverMoreThanThereIs(long seed) {
        var random = new Random(seed);
        Map<Long, Long> has = new HashMap<>();
        List<Long> ready = new ArrayList<>();
        var large = new MemoryBudget(8000);
        long next = 0;
        int done = 0;
        while (done < 500) {
            if (next < 500 && (ready.isEmpty() || random.nextInt(3) == 0)) {
                claim(large, ++next, 1 + random.nextInt(700), false, has, ready);
            }
            assertThat(ready)
                    .as("somebody can go on, seed %d, done %d", seed, done)
                    .isNotEmpty();
            long each = ready.remove(random.nextInt(ready.size()));
            if (has.get(each) < 1400 && random.nextBoolean()) {
                claim(large, each, has.get(each), true, has, ready);
                if (ready.isEmpty() && next == 500) {
                    large.shed(1, 0); // all wait for each other
                }
            } else {
                large.give(has.remove(each));
                done++;
            }
            while (ready.isEmpty() && large.waiting() > 0) {
                large.shed(1, 0);
            }
            assertThat(large.held()).isLessThanOrEqualTo(7000);
        }
        assertThat(large.held()).isZero();
    }

    /** Refused: it gives all back and is ready to try again from the beginning. */
    private static void claim(
            MemoryBudget budget, long request, long bytes, boolean begun, Map<Long, Long> has, List<Long> ready) {
        var wanted = new Claim(request, bytes, begun, 0, granted -> {
            if (granted) {
                has.merge(request, bytes, Long::sum);
            } else {
                budget.give(has.put(request, 0L));
            }
            ready.add(request);
        });
        if (budget.take(wanted)) {
            has.merge(request, bytes, Long::sum);
            ready.add(request);
        }
    }
}
