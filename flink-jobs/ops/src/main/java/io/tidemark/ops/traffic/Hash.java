package io.tidemark.ops.traffic;

/** Numbers that look random and depend on their arguments alone: what is derived need not be remembered. */
final class Hash {
    private Hash() {}

    /** The finalizer of SplitMix64: a bijection of 64 bits. */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A hash of two numbers. */
    static long of(long first, long second) {
        return mix(mix(first) ^ second);
    }

    /** A number from 0 to {@code bound - 1} out of a hash, taken from bits that {@code draw} chooses. */
    static int pick(long hash, int draw, int bound) {
        return (int) ((mix(hash + draw) >>> 33) % bound);
    }
}
