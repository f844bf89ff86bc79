package io.tidemark.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One run of one pipeline.
 *
 * @param records the records that it was given
 * @param rows the rows that its tables hold at the end
 * @param whole what the process took from its start to the last commit
 * @param wallNanos from the first record on to the last commit, in ns
 * @param slices the run in slices, in order; the part after the last whole slice is in none
 */
public record Sample(
        @JsonProperty("records") long records,
        @JsonProperty("rows") long rows,
        @JsonProperty("whole") Slice whole,
        @JsonProperty("wall_nanos") long wallNanos,
        @JsonProperty("slices") List<Slice> slices) {
    public Sample {
        slices = List.copyOf(slices);
    }

    /** Whether every record is in the tables once: only then the run has a figure. */
    public boolean isExact() {
        return rows == records;
    }

    /** CPU-seconds per million of the whole run, start of the JVM and compilation included. */
    public double cold() {
        return whole.perMillion();
    }

    /**
     * CPU-seconds per million once it is warm, without JIT: the median slice after the first. Not a number where the run
     * was over before it was warm, in less than two slices.
     */
    public double steady() {
        return warmMedian(Slice::perMillionWithoutJit);
    }

    /** The same with what the JIT compilers still take. */
    public double steadyWithJit() {
        return warmMedian(Slice::perMillion);
    }

    /** Wall time in seconds. */
    public double wallSeconds() {
        return wallNanos / 1e9;
    }

    private double warmMedian(ToDoubleFunction<Slice> of) {
        return slices.size() < 2
                ? Double.NaN
                : Figure.median(slices.stream().skip(1).map(of::applyAsDouble).toList());
    }
}
