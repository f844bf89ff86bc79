package io.tidemark.job.cli;

import io.tidemark.job.query.SqlChecks;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.mark.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An audit for monitoring; the alerts in {@code deploy/prometheus} are built on these names. What was not looked at has no
 * value: neither 0 rows nor 0 findings.
 */
final class AuditMetrics {
    private static final String CHECK = "check";

    private AuditMetrics() {}

    /**
     * An audit that was run.
     *
     * @param report what it found
     * @param at when it began
     * @param took how long it took
     */
    record Audited(AuditReport report, Instant at, Duration took) {}

    /**
     * The checks in SQL, asked.
     *
     * @param findings what each found
     * @param mark the mark as of which the tables were read; null: now
     * @param at when the first was asked
     * @param took how long it took to ask them all
     */
    record Asked(List<SqlChecks.Finding> findings, @Nullable Mark mark, Instant at, Duration took) {
        /** Keeps a copy. */
        Asked {
            findings = List.copyOf(findings);
        }

        /** The newest moment of the lake that they know of. */
        Instant moment() {
            return mark == null ? at : mark.moment().committedAt();
        }
    }

    /**
     * The metrics.
     *
     * @param labels which lake it is
     * @param asked the checks; null if they were not asked
     */
    static Exposition of(Map<String, String> labels, Audited audited, @Nullable Asked asked) {
        Exposition metrics = new Exposition(labels);
        write(audited, metrics);
        if (asked != null) {
            write(asked, metrics);
        }
        return metrics;
    }

    private static void write(Audited audited, Exposition metrics) {
        AuditReport report = audited.report();
        metrics.gauge("tidemark_audit_last_run_timestamp_seconds", "When the last audit that came to its end began.")
                .sample(audited.at());
        metrics.gauge("tidemark_audit_duration_seconds", "How long the audit took, without the checks in SQL.")
                .sample(audited.took());
        metrics.gauge("tidemark_audit_records", "Records of the log that the audit found in the tables.")
                .sample(report.counts().records());
        metrics.gauge("tidemark_audit_holds", "1 if nothing was lost, nothing double and everybody who they should be.")
                .sample(report.holds());
        metrics.gauge(
                "tidemark_audit_findings", "What does not hold, by kind; a kind of which there is none is not here.");
        report.findings().counts().forEach((kind, count) -> metrics.sample("kind", kind, count));
    }

    private static void write(Asked asked, Exposition metrics) {
        metrics.gauge("tidemark_checks_last_run_timestamp_seconds", "When the checks of sql/checks were last asked.")
                .sample(asked.at());
        metrics.gauge("tidemark_checks_duration_seconds", "How long it took to ask all checks.")
                .sample(asked.took());
        metrics.gauge(
                        "tidemark_checks_moment_timestamp_seconds",
                        "The moment of the lake that the checks know: that of the mark, or when they were asked.")
                .sample(asked.moment());
        metrics.gauge(
                "tidemark_check_asked", "1 if the check was asked; 0 if that failed, and nothing is known of it.");
        asked.findings().forEach(check -> metrics.sample(CHECK, check.name(), check.isAsked() ? 1 : 0));
        metrics.gauge(
                "tidemark_check_rows",
                "Rows that the check found, of which each should not be; counted up to " + SqlChecks.ROWS_COUNTED
                        + ".");
        asked.findings().stream()
                .filter(SqlChecks.Finding::isAsked)
                .forEach(check -> metrics.sample(CHECK, check.name(), check.found()));
    }
}
