package io.tidemark.job.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.job.restore.CatchUp;
import io.tidemark.job.restore.RestoreOutcome;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableReturn;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** A restore for a person, and for a machine. */
public final class RestoreText {
    private RestoreText() {}

    /** The plan, as a person reads it before executing it. */
    public static void print(RestorePlan plan, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Back to '%s': checkpoint %d of epoch %d, in the environment '%s'.%n%n",
                plan.target().name(),
                plan.target().checkpointId(),
                plan.target().epoch(),
                plan.environment());
        out.printf(Locale.ROOT, "%-14s %20s %20s %14s %10s%n", "table", "now", "then", "rows leaving", "snapshots");
        for (TableReturn each : plan.returns()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s %20s %20d %,14d %,10d%s%n",
                    each.table().tableName(),
                    each.head() == null ? "never written" : Long.toString(each.head()),
                    each.target(),
                    each.rowsLeaving(),
                    each.snapshotsLeaving(),
                    each.schema() == each.targetSchema()
                            ? ""
                            : "  schema " + each.schema() + " -> " + each.targetSchema());
        }
        out.println();
        printState(plan, out);
        printLog(plan, out);
        out.printf(
                "%nWhat is there now stays readable under the tag %s, and `tidemark restore --undo` goes back to it.%n"
                        + "Nothing is changed yet. To do it, say the same with --execute %s%n",
                plan.beforeTag(), plan.hash());
    }

    private static void printState(RestorePlan plan, PrintWriter out) {
        String retained = plan.target().retainedCheckpoint();
        out.println("State: "
                + (retained == null
                        ? "computed from the tables."
                        : "the job's own checkpoint " + retained + " if it is still there, else computed from the"
                                + " tables."));
    }

    private static void printLog(RestorePlan plan, PrintWriter out) {
        if (plan.resumes().isEmpty()) {
            out.println("Kafka: not asked, for another process runs this lake.");
            return;
        }
        long toRead = plan.resumes().stream().mapToLong(Resume::toRead).sum();
        out.printf(Locale.ROOT, "Kafka: %,d offsets are read again.%n", toRead);
        for (Resume forgotten : plan.forgotten()) {
            out.printf(
                    Locale.ROOT,
                    "  partition %d: Kafka no longer has %,d to %,d; they come from the tables as they are now.%n",
                    forgotten.partition(),
                    forgotten.forgotten().start(),
                    forgotten.forgotten().end() - 1);
        }
    }

    /** The plan's members. */
    public static void write(RestorePlan plan, JsonGenerator json) throws IOException {
        json.writeStringField("hash", plan.hash());
        json.writeStringField("environment", plan.environment());
        json.writeStringField("to", plan.target().name());
        json.writeNumberField("epoch", plan.target().epoch());
        json.writeNumberField("checkpoint_id", plan.target().checkpointId());
        json.writeNumberField("next_epoch", plan.nextEpoch());
        json.writeStringField("before_tag", plan.beforeTag());
        json.writeArrayFieldStart("tables");
        for (TableReturn each : plan.returns()) {
            json.writeStartObject();
            json.writeStringField("table", each.table().tableName());
            if (each.head() == null) {
                json.writeNullField("head");
            } else {
                json.writeStringField("head", Long.toString(each.head()));
            }
            json.writeStringField("target", Long.toString(each.target()));
            json.writeNumberField("rows_leaving", each.rowsLeaving());
            json.writeNumberField("snapshots_leaving", each.snapshotsLeaving());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("partitions");
        for (Resume each : plan.resumes()) {
            json.writeStartObject();
            json.writeNumberField("partition", each.partition());
            json.writeNumberField("offset", each.offset());
            json.writeNumberField("to_read", each.toRead());
            json.writeNumberField("forgotten", each.forgotten().size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What was done, as a person reads it afterwards. */
    public static void print(RestoreOutcome outcome, PrintWriter out) {
        RestoreJournal journal = outcome.journal();
        StartPoint start = outcome.start();
        String target = journal.plan().target().name();
        if (outcome.already()) {
            out.println("Done already: the lake was put back to '" + target + "' at " + journal.newest()
                    + ". Nothing was changed.");
            return;
        }
        long millis =
                journal.done().stream().mapToLong(RestoreJournal.Done::millis).sum();
        out.printf(
                Locale.ROOT,
                "Back at '%s' in %.1f s; epoch %d.%n",
                target,
                millis / 1_000.0,
                journal.plan().nextEpoch());
        if (start != null) {
            out.println("The job's state of that moment: " + start.state());
        }
        CatchUp catchUp = outcome.catchUp();
        if (catchUp != null) {
            out.println("Now " + CatchUpText.words(catchUp));
        }
        AuditReport audit = outcome.audit();
        if (audit != null && !audit.holds()) {
            AuditText.print(audit, out);
        }
    }

    /** What was done, with the times of the steps. */
    public static void write(RestoreOutcome outcome, JsonGenerator json) throws IOException {
        RestoreJournal journal = outcome.journal();
        StartPoint start = outcome.start();
        json.writeStringField("hash", journal.plan().hash());
        json.writeStringField("to", journal.plan().target().name());
        json.writeNumberField("epoch", journal.plan().nextEpoch());
        json.writeBooleanField("done", journal.finished());
        json.writeBooleanField("already", outcome.already());
        if (start != null) {
            json.writeStringField("state", start.state());
        }
        json.writeArrayFieldStart("steps");
        for (RestoreJournal.Done step : journal.done()) {
            json.writeStartObject();
            json.writeStringField("step", step.step().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("millis", step.millis());
            json.writeStringField("detail", step.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        AuditReport audit = outcome.audit();
        if (audit != null) {
            json.writeBooleanField("holds", audit.holds());
            if (audit.lag() != null) {
                json.writeNumberField("behind", audit.lag());
            }
        }
        CatchUp catchUp = outcome.catchUp();
        if (catchUp != null) {
            CatchUpText.write("catch_up", catchUp, json);
        }
    }
}
