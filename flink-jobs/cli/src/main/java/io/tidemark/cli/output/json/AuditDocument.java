package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.VersionCounts;
import io.tidemark.ops.audit.CheckResults;
import io.tidemark.ops.sql.SqlChecks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the audit found, what the checks in SQL found, if they were to be run, and by which versions of the service
 * configuration records were decided, where there are any.
 */
public record AuditDocument(
        @JsonUnwrapped AuditReport report,
        @JsonUnwrapped @Nullable Checks checks,

        @JsonProperty("versions") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        VersionCounts versions) {

    /** The first rows of each check that was run, and why the others were not. */
    record Checks(
            @JsonProperty("checks_as_of") @Nullable String mark,
            @JsonProperty("checks") Map<String, List<RawValue>> rows,
            @JsonProperty("checks_not_asked") Map<String, @Nullable String> notRun) {
        private static Checks of(CheckResults results) {
            Map<String, List<RawValue>> rows = new LinkedHashMap<>();
            Map<String, @Nullable String> notRun = new LinkedHashMap<>();
            for (SqlChecks.Finding check : results.findings()) {
                if (check.wasRun()) {
                    rows.put(
                            check.name(),
                            check.rows().stream().map(RawValue::new).toList());
                } else {
                    notRun.put(check.name(), check.notRun());
                }
            }
            return new Checks(results.mark() == null ? null : results.mark().name(), rows, notRun);
        }
    }

    /** The document of a report and of the checks; null for none. */
    public static AuditDocument of(AuditReport report, @Nullable CheckResults checks) {
        return new AuditDocument(report, checks == null ? null : Checks.of(checks), report.versions());
    }
}
