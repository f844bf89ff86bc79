package io.tidemark.cli.output;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.ops.restore.RestoreOutcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A restore for a person, and for a machine. */
public final class RestoreText {
    private RestoreText() {}

    /**
     * The plan, as a person reads it before executing it.
     *
     * @param later the columns that stay, because they came with a later release than the target
     * @param still the versions that others decide for, and of which everything is configured still
     */
    public static void print(RestorePlan plan, Map<LakeTable, List<String>> later, List<Long> still, PrintWriter out) {
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
        printStandIns(plan, still, out);
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

    private static void printStandIns(RestorePlan plan, List<Long> still, PrintWriter out) {
        List<StandIns.StandIn> all = plan.standInVersions();
        if (all.isEmpty()) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "Service configuration: others decide for %s from there on, by one version more.%n",
                all.size() == 1 ? "1 version" : all.size() + " versions");
        for (StandIns.StandIn each : all) {
            out.println("  what version " + each.version() + " decided after that will be decided by "
                    + decider(each.by()) + (each.before() == null ? "" : " (now by " + decider(each.before()) + ")"));
        }
        if (!plan.deleted().isEmpty()) {
            out.println("  what Kafka no longer has keeps the version by which it was decided.");
        }
        for (long version : still) {
            out.println(
                    "  Attention: everything that version " + version + " says is configured still, so what comes from"
                            + " now on is decided so too. Correct it first: tidemark config revert, or set.");
        }
    }

    private static String decider(@Nullable Long version) {
        if (version == null) {
            return "itself again";
        }
        return version == 0 ? "none: as before anything was configured" : "version " + version;
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
