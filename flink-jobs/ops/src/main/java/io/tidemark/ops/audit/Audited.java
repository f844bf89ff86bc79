package io.tidemark.ops.audit;

import io.tidemark.lake.audit.AuditReport;
import java.time.Duration;
import java.time.Instant;

/**
 * An audit that was run.
 *
 * @param report what it found
 * @param at when it began
 * @param took how long it took
 */
public record Audited(AuditReport report, Instant at, Duration took) {}
