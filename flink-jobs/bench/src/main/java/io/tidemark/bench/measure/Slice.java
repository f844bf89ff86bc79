package io.tidemark.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a part of a run cost.
 *
 * @param records the records that it took in
 * @param cpuNanos CPU time of the whole process, user and system, in ns
 * @param jitNanos what the JIT compilers took of it, in ns; 0 where the operating system does not tell
 */
public record Slice(
        @JsonProperty("records") long records,
        @JsonProperty("cpu_nanos") long cpuNanos,
        @JsonProperty("jit_nanos") long jitNanos) {
    /** CPU-seconds per million records, with the JIT compilers. */
    public double perMillion() {
        return cpuNanos / 1e3 / records;
    }

    /** CPU-seconds per million records, without the JIT compilers. */
    public double perMillionWithoutJit() {
        return (cpuNanos - jitNanos) / 1e3 / records;
    }
}
