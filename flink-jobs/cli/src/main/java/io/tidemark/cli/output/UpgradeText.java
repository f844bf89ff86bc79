package io.tidemark.cli.output;

import io.tidemark.lake.upgrade.UpgradePlan;
import java.io.PrintWriter;

/** An upgrade of a lake, for a person. */
public final class UpgradeText {
    private UpgradeText() {}

    /**
     * The plan, as a person reads it before executing it.
     *
     * @param given the option that names the lake
     */
    public static void plan(UpgradePlan plan, String given, PrintWriter out) {
        if (plan.isEmpty()) {
            out.println("Every table has the columns of this release: nothing to do.");
            return;
        }
        out.println("This would add columns to tables of " + plan.place() + ", behind those that they have:");
        columns(plan, out);
        out.println("""

                No data file is read or written: the rows of before have nulls in them. Marks stay as they are, and a
                restore to one of before keeps the columns.
                Afterwards a job of an earlier release refuses the lake, for it does not know the columns.

                Stop the job first, and start it with this release afterwards: a job takes the columns of a table when
                it is started, and goes on without these, with no error. This command watches the tables for two of the
                job's commits first. If one comes, it is refused (second-writer), and nothing is added. A job that was
                silent all that time and comes back cannot commit any more (another-start), unless Flink keeps it
                highly available: such a job writes without the columns until it is started again.
                """);
        out.println("Nothing is changed yet. To do it: tidemark upgrade " + given + " --execute " + plan.hash());
    }

    /** What was done. */
    public static void done(UpgradePlan plan, PrintWriter out) {
        if (plan.isEmpty()) {
            out.println("Every table has the columns of this release: nothing was changed.");
            return;
        }
        out.println("These tables of " + plan.place() + " have columns more:");
        columns(plan, out);
        out.println("Start the job with this release.");
    }

    private static void columns(UpgradePlan plan, PrintWriter out) {
        plan.columns()
                .forEach((table, names) -> out.println("  " + table.tableName() + ": " + String.join(", ", names)));
    }
}
