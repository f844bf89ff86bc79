package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.AuditText;
import io.tidemark.cli.output.json.AuditDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.metrics.AuditMetrics;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.Counts;
import io.tidemark.lake.audit.Findings;
import io.tidemark.lake.audit.VersionCounts;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.alerts.Promtool;
import io.tidemark.ops.audit.Audited;
import io.tidemark.ops.audit.CheckResults;
import io.tidemark.ops.sql.SqlChecks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AuditMetricsTest {
    private static final Instant AUDITED = Instant.parse("2024-01-09T10:00:00Z");
    private static final Instant ASKED = Instant.parse("2024-01-09T10:00:02.5Z");
    private static final Map<String, String> LABELS =
            new TreeMap<>(Map.of("environment", "production", "lake", "s3a://l/w"));
    private static final CheckResults CHECKS = new CheckResults(
            List.of(
                    new SqlChecks.Finding("merges_have_depth_one", "A row is a chain.", List.of(), 0, null),
                    new SqlChecks.Finding("no_record_is_missing", "A row is a hole.", rows(5), 1_234, null),
                    new SqlChecks.Finding(
                            "a_device_merges_once", "A row is a device.", List.of(), 0, "No \"such\" table.")),
            null,
            ASKED,
            Duration.ofMillis(41_007));

    @Test
    void reportIsWrittenInTheTextFormatOfPrometheus() {
        assertThat(AuditMetrics.of(LABELS, audited(Map.of("hole", 1_234L, "table-behind", 1L)), CHECKS)
                        .text())
                .isEqualTo("""
                # HELP tidemark_audit_last_run_timestamp_seconds When the last audit that came to its end began.
                # TYPE tidemark_audit_last_run_timestamp_seconds gauge
                tidemark_audit_last_run_timestamp_seconds{environment="production",lake="s3a://l/w"} 1704794400.000
                # HELP tidemark_audit_duration_seconds How long the audit took, without the checks in SQL.
                # TYPE tidemark_audit_duration_seconds gauge
                tidemark_audit_duration_seconds{environment="production",lake="s3a://l/w"} 2.250
                # HELP tidemark_audit_records Records of the log that the audit found in the tables.
                # TYPE tidemark_audit_records gauge
                tidemark_audit_records{environment="production",lake="s3a://l/w"} 1230
                # HELP tidemark_audit_holds 1 if nothing was lost, nothing double and everybody who they should be.
                # TYPE tidemark_audit_holds gauge
                tidemark_audit_holds{environment="production",lake="s3a://l/w"} 0
                # HELP tidemark_audit_findings What does not hold, by kind; a kind of which there is none is not here.
                # TYPE tidemark_audit_findings gauge
                tidemark_audit_findings{environment="production",lake="s3a://l/w",kind="hole"} 1234
                tidemark_audit_findings{environment="production",lake="s3a://l/w",kind="table-behind"} 1
                # HELP tidemark_checks_last_run_timestamp_seconds When the checks of sql/checks were last asked.
                # TYPE tidemark_checks_last_run_timestamp_seconds gauge
                tidemark_checks_last_run_timestamp_seconds{environment="production",lake="s3a://l/w"} 1704794402.500
                # HELP tidemark_checks_duration_seconds How long it took to ask all checks.
                # TYPE tidemark_checks_duration_seconds gauge
                tidemark_checks_duration_seconds{environment="production",lake="s3a://l/w"} 41.007
                # HELP tidemark_checks_moment_timestamp_seconds The moment of the lake that the checks know: that of the \
                mark, or when they were asked.
                # TYPE tidemark_checks_moment_timestamp_seconds gauge
                tidemark_checks_moment_timestamp_seconds{environment="production",lake="s3a://l/w"} 1704794402.500
                # HELP tidemark_check_asked 1 if the check was asked; 0 if that failed, and nothing is known of it.
                # TYPE tidemark_check_asked gauge
                tidemark_check_asked{environment="production",lake="s3a://l/w",check="merges_have_depth_one"} 1
                tidemark_check_asked{environment="production",lake="s3a://l/w",check="no_record_is_missing"} 1
                tidemark_check_asked{environment="production",lake="s3a://l/w",check="a_device_merges_once"} 0
                # HELP tidemark_check_rows Rows that the check found, of which each should not be; counted up to 10000.
                # TYPE tidemark_check_rows gauge
                tidemark_check_rows{environment="production",lake="s3a://l/w",check="merges_have_depth_one"} 0
                tidemark_check_rows{environment="production",lake="s3a://l/w",check="no_record_is_missing"} 1234
                """);
    }

    @Test
    void auditWithoutTheChecksSaysNothingOfThem() {
        assertThat(AuditMetrics.of(Map.of(), audited(Map.of()), null).text())
                .contains("tidemark_audit_holds 1\n")
                .doesNotContain("tidemark_check");
    }

    @Test
    void versionsHaveAValueWhereThereAreAny() {
        assertThat(AuditMetrics.of(Map.of(), audited(Map.of()), null).text()).doesNotContain("version");
        Audited configured = audited(Map.of(), new VersionCounts(7, 1_234, 100));
        assertThat(AuditMetrics.of(Map.of(), configured, null).text())
                .contains("tidemark_audit_config_version 7\n", "tidemark_audit_decided_by_earlier_version 1234\n");
        assertThat(JsonOutput.text(AuditDocument.of(configured.report(), CHECKS)))
                .endsWith("},\"versions\":{\"newest_version\":7,\"decided_by_earlier_version\":1234,"
                        + "\"looked_at_in_log\":100}}");
    }

    @Test
    void whatALabelHoldsStaysItsValue() {
        String text = AuditMetrics.of(Map.of("lake", "C:\\my \"lake\"\nof {today}, straße"), audited(Map.of()), null)
                .text();
        assertThat(text)
                .contains("tidemark_audit_holds{lake=\"C:\\\\my \\\"lake\\\"\\nof {today}, straße\"} 1\n")
                .endsWith("\n");
    }

    @Test
    void prometheusOwnToolTakesTheText() throws Exception {
        Promtool.require();
        String text = AuditMetrics.of(Map.of("lake", "C:\\my \"lake\"\nof today"), audited(Map.of("hole", 1L)), CHECKS)
                .text();
        assertThat(Promtool.reads(text, "check", "metrics")).isEqualTo(new Promtool.Said(0, ""));
        assertThat(Promtool.reads(text.replace("\\\"", "\""), "check", "metrics")
                        .code())
                .isNotZero();
    }

    @Test
    void checkThatCouldNotBeAskedIsNotSaidToHold() {
        var out = new StringWriter();
        AuditText.print(CHECKS, new PrintWriter(out, true));
        assertThat(out).hasToString("""
                  ✓ merges_have_depth_one
                  ✗ no_record_is_missing
                      A row is a hole.
                      {"row":0}
                      {"row":1}
                      {"row":2}
                      {"row":3}
                      {"row":4}
                      and 1,229 more
                  ? a_device_merges_once
                      Could not be run: No "such" table.
                """);
        assertThat(JsonOutput.text(AuditDocument.of(audited(Map.of()).report(), CHECKS)))
                .endsWith(",\"checks_as_of\":null,\"checks\":{\"merges_have_depth_one\":[],\"no_record_is_missing\":"
                        + "[{\"row\":0},{\"row\":1},{\"row\":2},{\"row\":3},{\"row\":4}]},"
                        + "\"checks_not_asked\":{\"a_device_merges_once\":\"No \\\"such\\\" table.\"}}");
    }

    /** An audit with everything that one can say. */
    static String example() {
        return AuditMetrics.of(LABELS, audited(Map.of("hole", 1L)), CHECKS).text();
    }

    private static Audited audited(Map<String, Long> findings) {
        return audited(findings, null);
    }

    private static Audited audited(Map<String, Long> findings, VersionCounts versions) {
        var report = new AuditReport(
                new ConsistentCut(Map.of(), 1, 7L, Map.of()),
                new Counts(Map.of(LakeTable.EVENTS, 1_200L, LakeTable.DUPLICATES, 30L), Map.of(), 53),
                List.of(),
                0L,
                new Findings(List.of(), findings),
                versions);
        return new Audited(report, AUDITED, Duration.ofMillis(2_250));
    }

    private static List<String> rows(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(row -> "{\"row\":" + row + "}")
                .toList();
    }
}
