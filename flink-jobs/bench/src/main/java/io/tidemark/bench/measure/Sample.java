package io.tidemark.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
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
public record Sample(long records, long rows, Slice whole, long wallNanos, List<Slice> slices) {
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

    /** The sample as text, for the process that started this one. */
    public Properties toProperties() {
        Properties to = new Properties();
        to.setProperty("records", Long.toString(records));
        to.setProperty("rows", Long.toString(rows));
        to.setProperty("wallNanos", Long.toString(wallNanos));
        put(to, "whole", whole);
        to.setProperty("slices", Integer.toString(slices.size()));
        for (int i = 0; i < slices.size(); i++) {
            put(to, "slice" + i, slices.get(i));
        }
        return to;
    }

    /** The sample that another process wrote. */
    public static Sample of(Properties from) {
        List<Slice> slices = new ArrayList<>();
        long count = number(from, "slices");
        for (int i = 0; i < count; i++) {
            slices.add(slice(from, "slice" + i));
        }
        return new Sample(
                number(from, "records"), number(from, "rows"), slice(from, "whole"), number(from, "wallNanos"), slices);
    }

    private static void put(Properties to, String name, Slice slice) {
        to.setProperty(name + ".records", Long.toString(slice.records()));
        to.setProperty(name + ".cpuNanos", Long.toString(slice.cpuNanos()));
        to.setProperty(name + ".jitNanos", Long.toString(slice.jitNanos()));
    }

    private static Slice slice(Properties from, String name) {
        return new Slice(
                number(from, name + ".records"), number(from, name + ".cpuNanos"), number(from, name + ".jitNanos"));
    }

    private static long number(Properties from, String name) {
        return Long.parseLong(Objects.requireNonNull(from.getProperty(name), name));
    }
}
