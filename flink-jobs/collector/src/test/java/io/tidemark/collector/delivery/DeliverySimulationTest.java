package io.tidemark.collector.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.seeded.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to collectors, their disks and the log, at any step: what was answered 200 is in the log at least
 * once after a last drain, the first occurrences of a device's events are in the order of their acceptance at one
 * collector, nothing is invented, what waits is bounded, and every answer comes in time. Everything is real but threads,
 * disk, log and clock. Each rule that this rests on is taken away once, and missed.
 *
 * <p>{@code -Dseed=N} runs one history, {@code -Dseeds=N} that many.
 */
class DeliverySimulationTest {
    private static final int SEEDS = 10_000;
    private static final int NEEDED = 3_000;

    @Test
    void nothingIsLostAndTheOrderStaysWhateverHappens() {
        Seeds.forEach(Integer.getInteger("seeds", SEEDS), seed -> assertThat(run(seed, SimulationRules.ALL))
                .isEmpty());
    }

    static Stream<Arguments> rulesOneByOne() {
        return Stream.of(
                Arguments.of("a lane overtakes its spool", new SimulationRules(false, true, 1, true, true, true, true)),
                Arguments.of(
                        "a producer goes on after a failure",
                        new SimulationRules(true, false, 1, true, true, true, true)),
                Arguments.of("two requests are in flight", new SimulationRules(true, true, 2, true, true, true, true)),
                Arguments.of("nothing is forced", new SimulationRules(true, true, 1, false, true, true, true)),
                Arguments.of("a force is tried again", new SimulationRules(true, true, 1, true, false, true, true)),
                Arguments.of("no record is checked", new SimulationRules(true, true, 1, true, true, false, true)),
                Arguments.of(
                        "what is only read is deleted", new SimulationRules(true, true, 1, true, true, true, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesOneByOne")
    void withoutAnyOneRuleItGoesWrong(String without, SimulationRules rules) {
        long seed = 1;
        while (seed <= NEEDED && run(seed, rules).isEmpty()) {
            seed++;
        }
        assertThat(seed).as("seeds until it goes wrong when %s", without).isLessThanOrEqualTo(NEEDED);
    }

    private static String run(long seed, SimulationRules rules) {
        try {
            return new Simulation(seed, rules).run();
        } catch (AssertionError | RuntimeException e) {
            if (rules.equals(SimulationRules.ALL)) {
                throw e;
            }
            return e.toString();
        }
    }
}
