package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.Figure;
import io.tidemark.bench.measure.Sample;
import io.tidemark.config.JobConfig.StateBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was measured. A series in which a run lost or doubled a row has no figure, and no ratio is made with it.
 *
 * @param plan what was to be measured
 * @param series the runs of each pipeline, by size of the records
 * @param calibration CPU-seconds of a fixed piece of work, before the first round and after each
 */
public record BenchReport(BenchPlan plan, List<Series> series, List<Double> calibration) {
    public BenchReport {
        series = List.copyOf(series);
        calibration = List.copyOf(calibration);
    }

    /**
     * All runs of one pipeline with records of one size.
     *
     * @param variant the pipeline
     * @param bytes the average size of the records
     * @param samples the runs, in order
     */
    record Series(Variant variant, int bytes, List<Sample> samples) {
        /** Whether all runs ended with every row once. */
        boolean isExact() {
            return samples.stream().allMatch(Sample::isExact);
        }

        /** What the runs say of something, or null if a run was not exact or too short to say it. */
        @Nullable
        Figure figure(ToDoubleFunction<Sample> of) {
            return isExact() ? Figure.of(samples.stream().map(of::applyAsDouble).toList()) : null;
        }
    }

    /**
     * One pipeline's cost against another's, of the same round each time.
     *
     * @param over the pipeline
     * @param under the one that it is compared to
     * @param bytes the average size of the records
     * @param cold of whole runs; null without a figure
     * @param steady of the steady state, without JIT; null without a figure
     */
    record Ratio(
            Variant over,
            Variant under,
            int bytes,
            @Nullable Figure cold,
            @Nullable Figure steady) {}

    /** Whether every run of every pipeline has a figure. */
    public boolean isExact() {
        return series.stream().allMatch(Series::isExact);
    }

    /** The job against SQL and against the limit, by backend and size, as far as they were run. */
    List<Ratio> ratios() {
        List<Ratio> ratios = new ArrayList<>();
        for (int bytes : plan.bytes()) {
            for (StateBackend backend : plan.backends()) {
                for (Pipeline under : List.of(Pipeline.A, Pipeline.C, Pipeline.D)) {
                    Ratio ratio = ratio(new Variant(Pipeline.B, backend), under, bytes);
                    if (ratio != null) {
                        ratios.add(ratio);
                    }
                }
            }
        }
        return ratios;
    }

    private @Nullable Ratio ratio(Variant over, Pipeline under, int bytes) {
        Series numerator = find(over, bytes);
        Variant other = under.variants(List.of(over.backend())).get(0);
        Series denominator = find(other, bytes);
        if (numerator == null || denominator == null) {
            return null;
        }
        return new Ratio(
                over,
                other,
                bytes,
                quotient(numerator, denominator, Sample::cold),
                quotient(numerator, denominator, Sample::steady));
    }

    // Round by round: what the machine did to one of a pair it did to the other, most of the time.
    private static @Nullable Figure quotient(Series over, Series under, ToDoubleFunction<Sample> of) {
        if (!over.isExact() || !under.isExact()) {
            return null;
        }
        List<Double> quotients = new ArrayList<>();
        for (int round = 0; round < over.samples().size(); round++) {
            quotients.add(of.applyAsDouble(over.samples().get(round))
                    / of.applyAsDouble(under.samples().get(round)));
        }
        return Figure.of(quotients);
    }

    private @Nullable Series find(Variant variant, int bytes) {
        return series.stream()
                .filter(one -> one.bytes() == bytes)
                .filter(one -> one.variant().label().equals(variant.label()))
                .findFirst()
                .orElse(null);
    }

    /** A run in one line. */
    static String line(Sample sample) {
        return sample.isExact()
                ? "steady %.2f (with JIT %.2f), cold %.2f CPU-s per million; %.0f s of wall time"
                        .formatted(sample.steady(), sample.steadyWithJit(), sample.cold(), sample.wallSeconds())
                : "NO FIGURE: %,d rows for %,d records".formatted(sample.rows(), sample.records());
    }

    /** Collects the runs of a report. */
    static final class Builder {
        private final BenchPlan plan;
        private final Map<String, Series> series = new LinkedHashMap<>();

        Builder(BenchPlan plan) {
            this.plan = plan;
        }

        void add(Variant variant, int bytes, Sample sample) {
            series.computeIfAbsent(
                    bytes + " " + variant.label(), name -> new Series(variant, bytes, new ArrayList<>()));
            Objects.requireNonNull(series.get(bytes + " " + variant.label()))
                    .samples()
                    .add(sample);
        }

        BenchReport build(List<Double> calibration) {
            return new BenchReport(plan, List.copyOf(series.values()), calibration);
        }
    }
}
