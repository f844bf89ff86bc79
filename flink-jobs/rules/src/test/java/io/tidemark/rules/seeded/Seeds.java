package io.tidemark.rules.seeded;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * A small harness for seeded properties: each seed is one random history; a failure names its seed, {@code -Dseed=N}
 * runs that one alone, and a failing sequence shrinks to the few elements that matter.
 */
public final class Seeds {
    private Seeds() {}

    /** Runs a property for seeds 1 … count, or for the one named by {@code -Dseed}. */
    public static void forEach(int count, LongConsumer property) {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? count : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                property.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Failed for seed " + seed + "; run it alone with -Dseed=" + seed, e);
            }
        }
    }

    /** The shortest sequence found, by leaving elements out, that still fails. */
    public static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
        List<T> smallest = failing;
        for (int chunk = Math.max(1, failing.size() / 2); chunk >= 1; chunk /= 2) {
            for (int at = 0; at < smallest.size(); ) {
                List<T> without = new ArrayList<>(smallest.subList(0, at));
                without.addAll(smallest.subList(Math.min(smallest.size(), at + chunk), smallest.size()));
                if (fails.test(without)) {
                    smallest = without;
                } else {
                    at += chunk;
                }
            }
        }
        return smallest;
    }
}
