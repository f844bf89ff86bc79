package io.tidemark.collector.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The collector's metrics, in a registry of their own. Every method is cheap and may be called by any thread; values that
 * others know are read from them when metrics are read.
 */
public final class CollectorMetrics {
    private static final String PREFIX = "tidemark_collector_";
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 10};
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    private final Counter requests =
            counter("requests", "Requests answered by their handlers, by path and status.", "path", "status");
    private final Histogram duration = Histogram.builder()
            .name(PREFIX + "request_duration_seconds")
            .help("From the last byte of a request to its answer.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .labelNames("path")
            .register(registry);
    private final Counter refused =
            counter("requests_refused", "Requests refused before their handlers, by reason.", "reason");
    private final Counter failures = counter("failures", "Errors that nothing was prepared for; see the log.");
    private final Counter receivedBytes = counter("received_bytes", "Bytes of bodies as they were sent.");
    private final Counter inflatedBytes = counter("inflated_bytes", "Bytes of bodies after inflation.");
    private final Gauge connections = gauge("connections", "Open connections.");
    private final Counter accepted = counter("events_accepted", "Events answered with 200.");
    private final Counter rejected = counter("events_rejected", "Events refused, by reason.", "reason");
    private final Counter badKeys = counter("bad_keys", "Requests with an API key that is unknown or revoked.");
    private final Counter floods = counter("floods", "Events refused as their device is over the flood limit.");
    private final Gauge certificateExpiry =
            gauge("tls_certificate_expiry_timestamp_seconds", "When the first of the certificates in use expires.");
    private final Counter tlsLoads = counter("tls_loads", "Loads of certificate and key, by outcome.", "outcome");
    private final Counter handshakeFailures = counter("tls_handshake_failures", "TLS handshakes that failed.");

    /** All of them at 0. */
    public CollectorMetrics() {
        tlsLoads.initLabelValues("loaded");
        tlsLoads.initLabelValues("failed");
    }

    /** A request was answered so many nanoseconds after its last byte. */
    public void answered(PathKind path, int status, long nanos) {
        requests.labelValues(path.label(), Integer.toString(status)).inc();
        duration.labelValues(path.label()).observe(nanos / NANOS);
    }

    /** A request was refused before its handler; the reasons are few. */
    public void refused(String reason) {
        refused.labelValues(reason).inc();
    }

    /** Something went wrong that nothing was prepared for. */
    public void failed() {
        failures.inc();
    }

    /** How often {@link #failed} was called. */
    public long failures() {
        return failures.getLongValue();
    }

    /** A body of so many bytes on the wire, and so many after inflation. */
    public void body(long received, long inflated) {
        receivedBytes.inc(received);
        inflatedBytes.inc(inflated);
    }

    /** A connection was opened. */
    public void opened() {
        connections.inc();
    }

    /** A connection was closed. */
    public void closed() {
        connections.dec();
    }

    /** How many connections are open. */
    public int connections() {
        return (int) connections.get();
    }

    /** Events were answered with 200. */
    public void accepted(int events) {
        accepted.inc(events);
    }

    /** Events were refused; the reasons are few. */
    public void rejected(String reason, int events) {
        rejected.labelValues(reason).inc(events);
    }

    /** A request had no valid key. */
    public void badKey() {
        badKeys.inc();
    }

    /** Events were refused as their device sends too many. */
    public void flooded(int events) {
        floods.inc(events);
    }

    /** Certificates were loaded of which the first expires at this time, in ms since the epoch. */
    public void tlsLoaded(long expiresAt) {
        tlsLoads.labelValues("loaded").inc();
        certificateExpiry.set(expiresAt / MILLIS);
    }

    /** Certificates could not be loaded. */
    public void tlsLoadFailed() {
        tlsLoads.labelValues("failed").inc();
    }

    /** A TLS handshake failed. */
    public void handshakeFailed() {
        handshakeFailures.inc();
    }

    /** Shows how many bytes of requests are held. To be called once. */
    public void watchHeldBytes(LongSupplier bytes) {
        watch("held_bytes", "Bytes of memory that requests hold.", bytes::getAsLong);
    }

    /** Shows whether requests are wanted. To be called once. */
    public void watchReady(BooleanSupplier ready) {
        watch("ready", "Whether /readyz says so.", () -> ready.getAsBoolean() ? 1 : 0);
    }

    /**
     * Shows the spool. To be called once.
     *
     * @param bytes its size
     * @param maxBytes how large it may be
     * @param oldestAge the age of its oldest event in ms, 0 where it is empty
     */
    public void watchSpool(LongSupplier bytes, LongSupplier maxBytes, LongSupplier oldestAge) {
        watch("spool_bytes", "Bytes in the spool.", bytes::getAsLong);
        watch("spool_max_bytes", "Bytes that the spool may have.", maxBytes::getAsLong);
        watch("spool_oldest_age_seconds", "Age of the oldest event in the spool.", seconds(oldestAge));
    }

    /** Shows how many events went which way since the start. To be called once. */
    public void watchDeliveries(ToLongFunction<DeliveryOutcome> events) {
        CounterWithCallback.builder()
                .name(PREFIX + "deliveries")
                .help("Events by where they went.")
                .labelNames("outcome")
                .callback(callback -> {
                    for (DeliveryOutcome each : DeliveryOutcome.values()) {
                        callback.call((double) events.applyAsLong(each), each.label());
                    }
                })
                .register(registry);
    }

    /**
     * Shows the service configuration. To be called once.
     *
     * @param version its version
     * @param age how long ago it was read to its end, in ms
     */
    public void watchConfig(LongSupplier version, LongSupplier age) {
        watch("config_version", "Version of the service configuration.", version::getAsLong);
        watch("config_age_seconds", "Time since the service configuration was last read.", seconds(age));
    }

    private static DoubleSupplier seconds(LongSupplier millis) {
        return () -> millis.getAsLong() / MILLIS;
    }

    private void watch(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(PREFIX + name).help(help).register(registry);
    }

    /** The registry, for whatever counts something else. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /**
     * All of them.
     *
     * @param accept the formats that the reader takes ({@code Accept}): OpenMetrics where it says so, else Prometheus text
     */
    public Exposition exposition(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        var body = new ByteArrayOutputStream();
        try {
            writer.write(body, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the metrics to memory", e);
        }
        return new Exposition(writer.getContentType(), body.toByteArray());
    }
}
