package io.tidemark.cli.output.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gauges in Prometheus's text format (version 0.0.4), as a scrape or node_exporter's textfile collector takes it: one gauge
 * after the other, each with its help, its type and its samples; no time stamps, which the collector refuses. For one
 * thread.
 */
public final class Exposition {
    private static final int MILLIS = 3;

    private final Map<String, String> everywhere;
    private final StringBuilder text = new StringBuilder();
    private String name = "";

    /**
     * Nothing yet.
     *
     * @param everywhere the labels that every sample has, in their order
     */
    public Exposition(Map<String, String> everywhere) {
        this.everywhere = new LinkedHashMap<>(everywhere);
    }

    /** Begins a gauge; the samples that follow are its. Without one it has no value, which is not the value 0. */
    public Exposition gauge(String gauge, String help) {
        name = gauge;
        text.append("# HELP ")
                .append(gauge)
                .append(' ')
                .append(escaped(help))
                .append("\n# TYPE ")
                .append(gauge)
                .append(" gauge\n");
        return this;
    }

    /** The gauge's only value. */
    public Exposition sample(long value) {
        return sample(Map.of(), Long.toString(value));
    }

    /** The gauge's only value: 1 for yes, 0 for no. */
    public Exposition sample(boolean value) {
        return sample(value ? 1 : 0);
    }

    /** The gauge's only value, in seconds since 1970. */
    public Exposition sample(Instant value) {
        return sample(Map.of(), seconds(value.toEpochMilli()));
    }

    /** The gauge's only value, in seconds. */
    public Exposition sample(Duration value) {
        return sample(Map.of(), seconds(value.toMillis()));
    }

    /** One of the gauge's values, by a label of its own. */
    public Exposition sample(String label, String labelled, long value) {
        return sample(Map.of(label, labelled), Long.toString(value));
    }

    /** The text; its last line is ended, as it has to be. */
    public String text() {
        return text.toString();
    }

    private Exposition sample(Map<String, String> own, String value) {
        Map<String, String> labels = new LinkedHashMap<>(everywhere);
        labels.putAll(own);
        text.append(name);
        String separator = "{";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(separator)
                    .append(label.getKey())
                    .append("=\"")
                    .append(escaped(label.getValue()).replace("\"", "\\\""))
                    .append('"');
            separator = ",";
        }
        text.append(labels.isEmpty() ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    /** Written out: what reads the format need not know exponents of Java's kind. */
    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, MILLIS)
                .setScale(MILLIS, RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
