package io.tidemark.cli.output.metrics;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.ops.audit.Audited;
import io.tidemark.ops.audit.CheckResults;
import io.tidemark.ops.sql.SqlChecks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An audit for monitoring; the alerts in {@code deploy/prometheus} are built on these names. What was not looked at has no
 * value: neither 0 rows nor 0 findings.
 */
public final class AuditMetrics {
    private static final String CHECK = "check";

    private AuditMetrics() {}

    /**
     * The metrics.
     *
     * @param labels which lake it is
     * @param checks the results of the checks; null if they were not run
     */
    public static Exposition of(Map<String, String> labels, Audited audited, @Nullable CheckResults checks) {
        Exposition metrics = new Exposition(labels);
        write(audited, metrics);
        if (checks != null) {
            write(checks, metrics);
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
        if (report.versions() != null) {
            metrics.gauge("tidemark_audit_config_version", "The newest version of the service configuration.")
                    .sample(report.versions().newest());
            metrics.gauge(
                            "tidemark_audit_decided_by_earlier_version",
                            "Events that were decided by an earlier version of the service configuration than the one in"
                                    + " force, as those of a collector are that is behind.")
                    .sample(report.versions().earlier());
        }
    }

    private static void write(CheckResults checks, Exposition metrics) {
        metrics.gauge("tidemark_checks_last_run_timestamp_seconds", "When the checks of sql/checks were last asked.")
                .sample(checks.at());
        metrics.gauge("tidemark_checks_duration_seconds", "How long it took to ask all checks.")
                .sample(checks.took());
        metrics.gauge(
                        "tidemark_checks_moment_timestamp_seconds",
                        "The moment of the lake that the checks know: that of the mark, or when they were asked.")
                .sample(checks.time());
        metrics.gauge(
                "tidemark_check_asked", "1 if the check was asked; 0 if that failed, and nothing is known of it.");
        checks.findings().forEach(check -> metrics.sample(CHECK, check.name(), check.wasRun() ? 1 : 0));
        metrics.gauge(
                "tidemark_check_rows",
                "Rows that the check found, of which each should not be; counted up to " + SqlChecks.ROWS_COUNTED
                        + ".");
        checks.findings().stream()
                .filter(SqlChecks.Finding::wasRun)
                .forEach(check -> metrics.sample(CHECK, check.name(), check.found()));
    }
}
