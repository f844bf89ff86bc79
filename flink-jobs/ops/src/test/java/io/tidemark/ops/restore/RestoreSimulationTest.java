package io.tidemark.ops.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.restore.Simulation.Action;
import io.tidemark.ops.restore.Simulation.Kind;
import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the job, the tables, the checkpoints and Kafka, in any order: what a reader is given at a moment is
 * what an undisturbed job would have written, or the job has stopped loudly; and in the end everything can be brought
 * back, row for row. Only the rules are real, and all of them are: values alone decide, so a history takes milliseconds.
 *
 * <p>{@code -Dseed=N} runs one history, {@code -Dseeds=N} that many.
 */
class RestoreSimulationTest {
    private static final int SEEDS = 10_000;
    private static final int NEEDED = 1_000;
    private static final int ACTIONS = 80;

    @Test
    void nothingIsLostAndNothingIsDoubledWhateverHappens() {
        Seeds.forEach(Integer.getInteger("seeds", SEEDS), seed -> {
            List<Action> history = history(seed);
            if (fault(SimRules.ALL, history) != null) {
                List<Action> few = Seeds.shrink(history, actions -> fault(SimRules.ALL, actions) != null);
                throw new AssertionError(fault(SimRules.ALL, few) + "\nafter " + few);
            }
        });
    }

    static Stream<Arguments> rulesOneByOne() {
        return Stream.of(
                Arguments.of("the job does not look at its state", new SimRules(false, true, true, true, true)),
                Arguments.of("the guard is taken away", new SimRules(true, false, true, true, true)),
                Arguments.of("a start claims nothing", new SimRules(true, true, false, true, true)),
                Arguments.of("a moment is the heads", new SimRules(true, true, true, false, true)),
                Arguments.of("a restore raises no epoch", new SimRules(true, true, true, true, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesOneByOne")
    void withoutAnyOneRuleItGoesWrong(String without, SimRules rules) {
        long seed = 1;
        while (seed <= NEEDED && fault(rules, history(seed)) == null) {
            seed++;
        }
        assertThat(seed).as("seeds until it goes wrong when %s", without).isLessThanOrEqualTo(NEEDED);
    }

    private static List<Action> history(long seed) {
        Random random = new Random(seed);
        int total = Stream.of(Kind.values()).mapToInt(kind -> kind.weight).sum();
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < ACTIONS; i++) {
            int at = random.nextInt(total);
            int kind = 0;
            while (at >= Kind.values()[kind].weight) {
                at -= Kind.values()[kind].weight;
                kind++;
            }
            actions.add(new Action(Kind.values()[kind], random.nextInt(1 << 16)));
        }
        return actions;
    }

    private static @Nullable String fault(SimRules rules, List<Action> actions) {
        Simulation simulation = new Simulation(rules);
        try {
            actions.forEach(simulation::act);
            return simulation.recover();
        } catch (AssertionError e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
