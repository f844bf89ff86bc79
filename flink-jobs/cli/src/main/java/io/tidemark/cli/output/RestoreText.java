package io.tidemark.cli.output;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.ops.restore.RestoreOutcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A restore for a person, and for a machine. */
public final class RestoreText {
    private RestoreText() {}

    /**
     * The plan, as a person reads it before executing it.
     *
     * @param later the columns that stay, because they came with a later release than the target
     */
    public static void print(RestorePlan plan, Map<LakeTable, List<String>> later, PrintWriter out) {
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
                    columns(each, later.getOrDefault(each.table(), List.of())));
        }
        out.println();
        printState(plan, out);
        printLog(plan, out);
        out.printf(
                "%nWhat is there now stays readable under the tag %s, and `tidemark restore --undo` goes back to it.%n"
                        + "Nothing is changed yet. To do it, say the same with --execute %s%n",
                plan.beforeTag(), plan.hash());
    }

    private static String columns(TableReturn each, List<String> later) {
        return (each.schema() == each.targetSchema() ? "" : "  schema " + each.schema() + " -> " + each.targetSchema())
                + (later.isEmpty() ? "" : "  keeps its later columns " + String.join(", ", later));
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
            out.println("Kafka: not queried, because another process runs this lake.");
            return;
        }
        long toRead = plan.resumes().stream().mapToLong(Resume::toRead).sum();
        out.printf(Locale.ROOT, "Kafka: %,d offsets are read again.%n", toRead);
        for (Resume resume : plan.deleted()) {
            out.printf(
                    Locale.ROOT,
                    "  partition %d: Kafka no longer has %,d to %,d; they come from the tables as they are now.%n",
                    resume.partition(),
                    resume.deleted().start(),
                    resume.deleted().end() - 1);
        }
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
            out.println("Now " + CatchUpText.describe(catchUp));
        }
        AuditReport audit = outcome.audit();
        if (audit != null && !audit.holds()) {
            AuditText.print(audit, out);
        }
    }
}
