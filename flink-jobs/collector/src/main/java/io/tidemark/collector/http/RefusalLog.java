package io.tidemark.collector.http;

import io.tidemark.collector.http.wire.Refusal;
import io.tidemark.collector.metrics.CollectorMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was refused, and writes a line about it at most once a minute. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final int FRAMES = 12;

    private final CollectorMetrics metrics;
    private final LongSupplier nanos;
    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    private long failures;
    private long refusalsLogged;
    private long failureLogged;

    RefusalLog(CollectorMetrics metrics, LongSupplier nanos) {
        this.metrics = metrics;
        this.nanos = nanos;
        this.refusalsLogged = nanos.getAsLong() - EVERY;
        this.failureLogged = refusalsLogged;
    }

    /** A request was refused. */
    synchronized void refused(Refusal refusal) {
        metrics.refused(refusal.label());
        counts.merge(refusal, 1L, Long::sum);
        long now = nanos.getAsLong();
        if (now - refusalsLogged >= EVERY) {
            refusalsLogged = now;
            LOG.info("Requests refused counts={}", counts);
            counts.clear();
        }
    }

    /** Something went wrong that nothing was prepared for. Without its message, which may have parts of a payload. */
    synchronized void failed(String where, Throwable cause) {
        metrics.failed();
        failures++;
        long now = nanos.getAsLong();
        if (now - failureLogged >= EVERY) {
            failureLogged = now;
            var frames = new StringBuilder();
            StackTraceElement[] stack = cause.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
                frames.append("\n\tat ").append(stack[i]);
            }
            LOG.error(
                    "Failed in {} failures={} exception={}{}",
                    where,
                    failures,
                    cause.getClass().getName(),
                    frames);
        }
    }
}
