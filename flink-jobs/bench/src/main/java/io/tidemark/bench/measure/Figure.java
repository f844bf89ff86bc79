package io.tidemark.bench.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure over rounds.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Figure(double median, double min, double max) {
    /** The figure of these values, one at least; null if one of them is not a number. */
    public static @Nullable Figure of(List<Double> values) {
        if (values.stream().anyMatch(value -> value.isNaN())) {
            return null;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return new Figure(median(sorted), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** The median of these values, one at least. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
