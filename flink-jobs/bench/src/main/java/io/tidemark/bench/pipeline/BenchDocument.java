package io.tidemark.bench.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.bench.measure.Figure;
import io.tidemark.bench.measure.Sample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as a JSON document. A series or ratio without a figure has nulls. */
public record BenchDocument(
        @JsonProperty("events") long events,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("parallelism") int parallelism,
        @JsonProperty("series") List<Series> series,
        @JsonProperty("ratios") List<Ratio> ratios,
        @JsonProperty("calibration") List<BigDecimal> calibration) {
    record Series(
            @JsonProperty("bytes") int bytes,
            @JsonProperty("pipeline") String pipeline,
            @JsonProperty("exact") boolean exact,
            @JsonProperty("steady") @Nullable Range steady,
            @JsonProperty("steadyWithJit") @Nullable Range steadyWithJit,
            @JsonProperty("cold") @Nullable Range cold,
            @JsonProperty("wallSeconds") @Nullable Range wallSeconds) {}

    record Ratio(
            @JsonProperty("bytes") int bytes,
            @JsonProperty("over") String over,
            @JsonProperty("under") String under,
            @JsonProperty("steady") @Nullable Range steady,
            @JsonProperty("cold") @Nullable Range cold) {}

    record Range(
            @JsonProperty("median") BigDecimal median,
            @JsonProperty("min") BigDecimal min,
            @JsonProperty("max") BigDecimal max) {
        static @Nullable Range of(@Nullable Figure figure) {
            return figure == null ? null : new Range(round(figure.median()), round(figure.min()), round(figure.max()));
        }
    }

    /** The document of a report. */
    public static BenchDocument of(BenchReport report) {
        return new BenchDocument(
                report.plan().events(),
                report.plan().rounds(),
                RunSettings.PARALLELISM,
                report.series().stream().map(BenchDocument::series).toList(),
                report.ratios().stream().map(BenchDocument::ratio).toList(),
                report.calibration().stream().map(BenchDocument::round).toList());
    }

    private static Series series(BenchReport.Series series) {
        return new Series(
                series.bytes(),
                series.variant().label(),
                series.isExact(),
                Range.of(series.figure(Sample::steady)),
                Range.of(series.figure(Sample::steadyWithJit)),
                Range.of(series.figure(Sample::cold)),
                Range.of(series.figure(Sample::wallSeconds)));
    }

    private static Ratio ratio(BenchReport.Ratio ratio) {
        return new Ratio(
                ratio.bytes(),
                ratio.over().label(),
                ratio.under().label(),
                Range.of(ratio.steady()),
                Range.of(ratio.cold()));
    }

    private static BigDecimal round(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    }
}
