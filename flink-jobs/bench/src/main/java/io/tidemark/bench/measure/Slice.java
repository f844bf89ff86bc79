package io.tidemark.bench.measure;

/**
 * What a part of a run cost.
 *
 * @param records the records that it took in
 * @param cpuNanos CPU time of the whole process, user and system, in ns
 * @param jitNanos what the JIT compilers took of it, in ns; 0 where the operating system does not tell
 */
public record Slice(long records, long cpuNanos, long jitNanos) {
    /** CPU-seconds per million records, with the JIT compilers. */
    public double perMillion() {
        return cpuNanos / 1e3 / records;
    }

    /** CPU-seconds per million records, without the JIT compilers. */
    public double perMillionWithoutJit() {
        return (cpuNanos - jitNanos) / 1e3 / records;
    }
}
