package io.tidemark.job.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.job.drill.DrillReport;
import io.tidemark.lake.audit.RowsDigest;
import java.io.IOException;

/** A drill's report for machines. */
public final class DrillText {
    private DrillText() {}

    /** The report's members. */
    public static void write(JsonGenerator object, DrillReport report) throws IOException {
        object.writeStringField("drill", report.drill());
        object.writeBooleanField("holds", report.holds());
        object.writeNumberField("events", report.settings().events());
        object.writeNumberField("rate", report.settings().rate());
        object.writeNumberField("seed", report.settings().seed());
        object.writeArrayFieldStart("steps");
        for (DrillReport.Step step : report.steps()) {
            object.writeStartObject();
            object.writeStringField("what", step.what());
            object.writeStringField("command", step.command());
            object.writeNumberField("seconds", seconds(step.seconds()));
            object.writeStringField("detail", step.detail());
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeArrayFieldStart("checks");
        for (DrillReport.Check check : report.checks()) {
            object.writeStartObject();
            object.writeStringField("what", check.what());
            object.writeBooleanField("holds", check.holds());
            object.writeStringField("detail", check.detail());
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeArrayFieldStart("tables");
        for (DrillReport.TableComparison table : report.tables()) {
            object.writeStartObject();
            object.writeStringField("table", table.table().tableName());
            object.writeBooleanField("same", table.same());
            write(object, "drilled", table.drilled());
            write(object, "undisturbed", table.undisturbed());
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeArrayFieldStart("compared");
        for (DrillReport.Compared each : report.compared()) {
            object.writeStartObject();
            object.writeStringField("what", each.what());
            object.writeStringField("january_2016", each.then());
            object.writeNumberField("seconds", seconds(each.seconds()));
            object.writeEndObject();
        }
        object.writeEndArray();
    }

    private static void write(JsonGenerator object, String name, RowsDigest digest) throws IOException {
        object.writeObjectFieldStart(name);
        object.writeNumberField("rows", digest.rows());
        object.writeStringField("hash", digest.hash());
        object.writeEndObject();
    }

    private static double seconds(double exact) {
        return Math.round(exact * 10) / 10.0;
    }
}
