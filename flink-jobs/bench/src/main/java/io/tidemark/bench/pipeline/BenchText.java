package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.Figure;
import io.tidemark.bench.measure.Sample;
import io.tidemark.bench.pipeline.BenchReport.Ratio;
import io.tidemark.bench.pipeline.BenchReport.Series;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A report as a table for people. */
public final class BenchText {
    private static final String NONE = "no figure";

    private BenchText() {}

    /** The report as lines for people. */
    public static String table(BenchReport report) {
        StringBuilder out = new StringBuilder();
        out.append(line(
                "CPU-seconds (user + system, broker left out) per million events: median (smallest–largest) of %d rounds"
                        + " of %,d events, parallelism %d, a commit every %d s",
                report.plan().rounds(),
                report.plan().events(),
                RunSettings.PARALLELISM,
                RunSettings.CHECKPOINT_INTERVAL.toSeconds()));
        out.append(line(
                "%5s  %-10s  %-20s  %-20s  %-20s  %-20s  %s",
                "bytes", "pipeline", "steady, without JIT", "steady, with JIT", "cold, whole run", "wall time, s", ""));
        for (Series series : report.series()) {
            out.append(line(
                    "%5d  %-10s  %-20s  %-20s  %-20s  %-20s  %s",
                    series.bytes(),
                    series.variant().label(),
                    text(series.figure(Sample::steady)),
                    text(series.figure(Sample::steadyWithJit)),
                    text(series.figure(Sample::cold)),
                    text(series.figure(Sample::wallSeconds)),
                    series.variant().pipeline().description()));
        }
        for (Ratio ratio : report.ratios()) {
            out.append(line(
                    "%5d  (%s)/(%s): steady %s, cold %s",
                    ratio.bytes(),
                    ratio.over().label(),
                    ratio.under().label(),
                    text(ratio.steady()),
                    text(ratio.cold())));
        }
        out.append(line("The machine, CPU-seconds of a fixed piece of work: %s", calibration(report.calibration())));
        return out.toString().stripTrailing();
    }

    private static String text(@Nullable Figure figure) {
        return figure == null
                ? NONE
                : String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", figure.median(), figure.min(), figure.max());
    }

    private static String calibration(List<Double> seconds) {
        StringJoiner text = new StringJoiner(", ");
        seconds.forEach(one -> text.add(String.format(Locale.ROOT, "%.3f", one)));
        return text.toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
    }
}
