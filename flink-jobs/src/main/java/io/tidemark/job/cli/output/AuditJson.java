package io.tidemark.job.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.job.audit.CheckResults;
import io.tidemark.job.query.SqlChecks;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.Finding;
import java.io.IOException;

/** An audit's report for a machine. */
public final class AuditJson {
    private AuditJson() {}

    /** The members of what the audit itself found. */
    public static void write(JsonGenerator object, AuditReport report) throws IOException {
        object.writeBooleanField("holds", report.holds());
        object.writeNumberField("records", report.counts().records());
        object.writeObjectFieldStart("rows");
        for (var rows : report.counts().rows().entrySet()) {
            object.writeNumberField(rows.getKey().tableName(), rows.getValue());
        }
        object.writeEndObject();
        object.writeObjectFieldStart("rejected");
        for (var rejected : report.counts().rejected().entrySet()) {
            object.writeNumberField(rejected.getKey(), rejected.getValue());
        }
        object.writeEndObject();
        object.writeNumberField("people", report.counts().people());
        if (report.lag() == null) {
            object.writeNullField("lag");
        } else {
            object.writeNumberField("lag", report.lag());
        }
        object.writeObjectFieldStart("finding_counts");
        for (var counts : report.findings().counts().entrySet()) {
            object.writeNumberField(counts.getKey(), counts.getValue());
        }
        object.writeEndObject();
        object.writeArrayFieldStart("findings");
        for (Finding finding : report.findings().listed()) {
            object.writeStartObject();
            object.writeStringField("kind", finding.kind());
            object.writeStringField("sentence", finding.sentence());
            object.writeEndObject();
        }
        object.writeEndArray();
    }

    /** The members of what the checks in SQL found: the first rows of each that was asked, and why the others were not. */
    public static void write(JsonGenerator object, CheckResults checks) throws IOException {
        object.writeStringField(
                "checks_as_of", checks.mark() == null ? null : checks.mark().name());
        object.writeObjectFieldStart("checks");
        for (SqlChecks.Finding check : checks.findings()) {
            if (check.wasRun()) {
                object.writeArrayFieldStart(check.name());
                for (String row : check.rows()) {
                    object.writeRawValue(row);
                }
                object.writeEndArray();
            }
        }
        object.writeEndObject();
        object.writeObjectFieldStart("checks_not_asked");
        for (SqlChecks.Finding check : checks.findings()) {
            if (!check.wasRun()) {
                object.writeStringField(check.name(), check.notRun());
            }
        }
        object.writeEndObject();
    }
}
