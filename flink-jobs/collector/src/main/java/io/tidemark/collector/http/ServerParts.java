package io.tidemark.collector.http;

import io.tidemark.collector.metrics.CollectorMetrics;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the server works with.
 *
 * @param handler what answers requests
 * @param readiness whether requests are wanted; called on an event loop for each {@code GET /readyz}
 * @param metrics where everything is counted
 * @param clock the time that requests are received at
 * @param nanos {@link System#nanoTime}, for how long something takes
 */
public record ServerParts(
        Handler handler,
        Supplier<Readiness> readiness,
        CollectorMetrics metrics,
        InstantSource clock,
        LongSupplier nanos) {}
