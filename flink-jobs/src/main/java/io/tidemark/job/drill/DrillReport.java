package io.tidemark.job.drill;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill found.
 *
 * @param drill its name
 * @param settings how it was run
 * @param steps what happened, in order
 * @param checks what had to hold, in order
 * @param tables each table beside that of a lake that nothing happened to; empty where the drill did not come so far
 * @param compared the drill's times beside those of the outage; empty where there is nothing to compare with
 */
public record DrillReport(
        String drill,
        DrillSettings settings,
        List<Step> steps,
        List<Check> checks,
        List<TableComparison> tables,
        List<Compared> compared) {
    /** Keeps copies. */
    public DrillReport {
        steps = List.copyOf(steps);
        checks = List.copyOf(checks);
        tables = List.copyOf(tables);
        compared = List.copyOf(compared);
    }

    /**
     * Something that happened.
     *
     * @param what it was
     * @param command the command as a person types it; null where it was none
     * @param seconds how long it took
     * @param detail what came of it
     */
    public record Step(String what, @Nullable String command, double seconds, String detail) {}

    /**
     * Something that had to hold.
     *
     * @param what it is
     * @param holds whether it does
     * @param detail what was found
     */
    public record Check(String what, boolean holds, String detail) {}

    /**
     * A table, and that of a lake that took in the same log undisturbed.
     *
     * @param table which
     * @param drilled all its rows
     * @param undisturbed all rows of the other
     */
    public record TableComparison(LakeTable table, RowsDigest drilled, RowsDigest undisturbed) {
        /** Whether they hold the same rows. */
        public boolean same() {
            return drilled.equals(undisturbed);
        }
    }

    /**
     * A time of the outage, and that of the drill.
     *
     * @param what what it took
     * @param then how long in January 2016
     * @param seconds how long now
     */
    public record Compared(String what, String then, double seconds) {}

    /** Whether everything held, and the tables were compared and are the same. */
    public boolean holds() {
        return checks.stream().allMatch(Check::holds)
                && tables.size() == LakeTable.pipeline().size()
                && tables.stream().allMatch(TableComparison::same);
    }
}
