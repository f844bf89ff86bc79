package io.tidemark.cli.output;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.Counts;
import io.tidemark.lake.audit.Finding;
import io.tidemark.lake.audit.Findings;
import io.tidemark.lake.audit.VersionCounts;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.audit.CheckResults;
import io.tidemark.ops.sql.SqlChecks;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** An audit's report for a person. */
public final class AuditText {
    private AuditText() {}

    /** What the audit found. */
    public static void print(AuditReport report, PrintWriter out) {
        Counts counts = report.counts();
        line(
                out,
                "%,d records, each in one table: %,d accepted, %,d duplicate, %,d throttled, %,d rejected.",
                counts.records(),
                counts.rows(LakeTable.EVENTS),
                counts.rows(LakeTable.DUPLICATES),
                counts.rows(LakeTable.THROTTLED),
                counts.rows(LakeTable.DEAD_LETTERS));
        if (!counts.rejected().isEmpty()) {
            line(
                    out,
                    "  rejected: %s",
                    counts.rejected().entrySet().stream()
                            .map(reason -> reason.getKey() + " " + reason.getValue())
                            .collect(Collectors.joining(", ")));
        }
        for (PartitionSpan span : report.partitions()) {
            line(
                    out,
                    "  partition %d: offsets %d to %d, %,d records",
                    span.partition(),
                    span.first(),
                    span.last(),
                    span.records());
        }
        line(
                out,
                "%,d identity changes, %,d merges: %,d people.",
                counts.rows(LakeTable.IDENTITIES),
                counts.rows(LakeTable.MERGE_IDS),
                counts.people());
        if (report.lag() != null && report.lag() > 0) {
            line(out, "%,d records in the topic are not committed yet.", report.lag());
        }
        if (report.versions() != null) {
            versions(report.versions(), out);
        }
        verdict(report.findings(), out);
    }

    private static void versions(VersionCounts versions, PrintWriter out) {
        line(out, "The newest version of the service configuration is %,d.", versions.newest());
        if (versions.earlier() > 0) {
            line(
                    out,
                    "  decided by an earlier version than the one in force, as a collector may that is behind: %,d%s",
                    versions.earlier(),
                    versions.looked() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " (of %,d that were looked at in the log, each names its version)",
                                    versions.looked()));
        }
    }

    private static void verdict(Findings findings, PrintWriter out) {
        if (findings.isEmpty()) {
            line(out, "The audit holds: nothing lost, nothing double, everybody who they should be.");
            return;
        }
        for (Finding finding : findings.listed()) {
            out.println("  ✗ " + finding.message());
        }
        line(
                out,
                "The audit does not hold: %,d findings (%s).",
                findings.total(),
                findings.counts().entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", ")));
    }

    /** What the checks in SQL found. */
    public static void print(CheckResults checks, PrintWriter out) {
        if (checks.mark() != null) {
            line(out, "The checks, as of the mark '%s' of %s:", checks.mark().name(), checks.time());
        }
        checks.findings().forEach(check -> print(check, out));
    }

    private static void print(SqlChecks.Finding check, PrintWriter out) {
        if (!check.wasRun()) {
            line(out, "  ? %s", check.name());
            out.println("      Could not be run: " + check.notRun());
            return;
        }
        line(out, "  %s %s", check.holds() ? "✓" : "✗", check.name());
        if (!check.holds()) {
            out.println("      " + check.title());
            check.rows().forEach(row -> out.println("      " + row));
            long more = check.found() - check.rows().size();
            if (more > 0) {
                line(out, "      and %s%,d more", check.found() == SqlChecks.ROWS_COUNTED ? "at least " : "", more);
            }
        }
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
