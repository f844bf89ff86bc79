package io.tidemark.ops.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
@JsonPropertyOrder({"drill", "holds"})
public record DrillReport(
        @JsonProperty("drill") String drill,
        @JsonUnwrapped DrillSettings settings,
        @JsonProperty("steps") List<Step> steps,
        @JsonProperty("checks") List<Check> checks,
        @JsonProperty("tables") List<TableComparison> tables,
        @JsonProperty("compared") List<Compared> compared) {
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
     * @param seconds how long it took, to a tenth
     * @param detail what came of it
     */
    public record Step(
            @JsonProperty("what") String what,
            @JsonProperty("command") @Nullable String command,
            @JsonProperty("seconds") double seconds,
            @JsonProperty("detail") String detail) {
        /** Rounds. */
        public Step {
            seconds = tenths(seconds);
        }
    }

    /**
     * Something that had to hold.
     *
     * @param what it is
     * @param holds whether it does
     * @param detail what was found
     */
    public record Check(
            @JsonProperty("what") String what,
            @JsonProperty("holds") boolean holds,
            @JsonProperty("detail") String detail) {}

    /**
     * A table, and that of a lake that took in the same log undisturbed.
     *
     * @param table which
     * @param drilled all its rows
     * @param undisturbed all rows of the other
     */
    @JsonPropertyOrder({"table", "same"})
    public record TableComparison(
            @JsonProperty("table") LakeTable table,
            @JsonProperty("drilled") RowsDigest drilled,
            @JsonProperty("undisturbed") RowsDigest undisturbed) {
        /** Whether they hold the same rows. */
        @JsonProperty("same")
        public boolean same() {
            return drilled.equals(undisturbed);
        }
    }

    /**
     * A time of the outage, and that of the drill.
     *
     * @param what what it took
     * @param then how long in January 2016
     * @param seconds how long now, to a tenth
     */
    public record Compared(
            @JsonProperty("what") String what,
            @JsonProperty("january_2016") String then,
            @JsonProperty("seconds") double seconds) {
        /** Rounds. */
        public Compared {
            seconds = tenths(seconds);
        }
    }

    /** Whether everything held, and the tables were compared and are the same. */
    @JsonProperty("holds")
    public boolean holds() {
        return checks.stream().allMatch(Check::holds)
                && tables.size() == LakeTable.pipeline().size()
                && tables.stream().allMatch(TableComparison::same);
    }

    private static double tenths(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
