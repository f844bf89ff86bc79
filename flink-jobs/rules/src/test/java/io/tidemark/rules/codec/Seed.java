package io.tidemark.rules.codec;

import java.util.Random;

/** The seed of a random test: printed, and given back with {@code -Dseed=N} to see the same test again. */
public final class Seed {
    private Seed() {}

    public static Random random(String test) {
        Long given = Long.getLong("seed");
        long seed = given != null ? given : System.nanoTime();
        System.out.println(test + " -Dseed=" + seed);
        return new Random(seed);
    }
}
