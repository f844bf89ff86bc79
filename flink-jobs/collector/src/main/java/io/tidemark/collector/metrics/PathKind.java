package io.tidemark.collector.metrics;

import java.util.Locale;

/** The paths that requests are counted by: few, whatever clients send. */
public enum PathKind {
    /** {@code /2/httpapi}. */
    HTTPAPI,
    /** {@code /batch}. */
    BATCH,
    /** {@code /}. */
    ROOT,
    /** {@code /identify}. */
    IDENTIFY,
    /** {@code /groupidentify}. */
    GROUPIDENTIFY,
    /** {@code /config/…}. */
    CONFIG,
    /** {@code /healthz}. */
    HEALTHZ,
    /** {@code /readyz}. */
    READYZ,
    /** {@code /metrics}. */
    METRICS,
    /** Any other. */
    OTHER;

    private static final String CONFIG_PREFIX = "/config/";

    /** The kind of a path, given without its query. */
    public static PathKind of(String path) {
        return switch (path) {
            case "/2/httpapi" -> HTTPAPI;
            case "/batch" -> BATCH;
            case "/" -> ROOT;
            case "/identify" -> IDENTIFY;
            case "/groupidentify" -> GROUPIDENTIFY;
            case "/healthz" -> HEALTHZ;
            case "/readyz" -> READYZ;
            case "/metrics" -> METRICS;
            default -> path.startsWith(CONFIG_PREFIX) ? CONFIG : OTHER;
        };
    }

    /** The value of the label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
