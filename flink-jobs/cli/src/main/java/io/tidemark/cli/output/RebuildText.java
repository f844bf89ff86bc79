package io.tidemark.cli.output;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.rebuild.RebuildPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rebuild, for a person. */
public final class RebuildText {
    private static final List<Long> LARGE = List.of(100_000_000L, 1_000_000_000L);

    private RebuildText() {}

    /**
     * What would change, or has changed.
     *
     * @param took how long it took to compute; null if it was computed before
     */
    public static void print(PrintWriter out, RebuildPlan plan, @Nullable Duration took, boolean published) {
        line(out, "Computed from %,d events at snapshot %d of events.", plan.events(), plan.snapshot());
        for (RebuildPlan.Change change : plan.changes()) {
            print(out, change);
            if (change.marked() != null) {
                print(out, change.table(), change.marked());
            }
        }
        if (took != null) {
            print(out, plan, took);
        }
        if (published) {
            out.println(plan.changesAnything() ? "Published." : "There was nothing to publish.");
        } else if (plan.changesAnything()) {
            out.println("Nothing was replaced. To publish, with the job stopped: the same command with --execute "
                    + plan.hash());
        } else {
            out.println("The tables are what the events say.");
        }
    }

    private static void print(PrintWriter out, RebuildPlan.Change change) {
        String name = change.table().tableName();
        if (change.gone()) {
            line(
                    out,
                    "%s is gone: it would be recreated with %,d rows.",
                    name,
                    change.after().rows());
            return;
        }
        if (change.difference().isEmpty()) {
            line(
                    out,
                    "%s has %,d rows, every one as computed.",
                    name,
                    change.after().rows());
            return;
        }
        line(
                out,
                "%s has %,d rows and should have %,d: %,d would go and %,d would come, of %,d %s.",
                name,
                change.before().rows(),
                change.after().rows(),
                change.difference().onlyFirst(),
                change.difference().onlySecond(),
                change.difference().keys(),
                change.table() == LakeTable.IDENTITIES ? "devices" : "merged ids");
        change.difference().examples().forEach(example -> out.println("  " + example));
    }

    private static void print(PrintWriter out, LakeTable table, RebuildPlan.Marked marked) {
        String ids = table == LakeTable.IDENTITIES ? "devices" : "merged ids";
        if (marked.same()) {
            line(
                    out,
                    "  Exactly what the mark counted: %,d rows of %,d %s.",
                    marked.counted().rows().rows(),
                    marked.counted().ids(),
                    ids);
        } else {
            line(
                    out,
                    "  Not what the mark counted: then %,d rows of %,d %s (%s), computed %,d rows of %,d (%s).",
                    marked.counted().rows().rows(),
                    marked.counted().ids(),
                    ids,
                    marked.counted().rows().hash(),
                    marked.computed().rows().rows(),
                    marked.computed().ids(),
                    marked.computed().rows().hash());
        }
    }

    private static void print(PrintWriter out, RebuildPlan plan, Duration took) {
        line(out, "It took %.1f s: %,d events a second.", took.toMillis() / 1e3, plan.eventsPerSecond(took));
        plan.changes().stream()
                .filter(change ->
                        change.table() == LakeTable.IDENTITIES && change.after().rows() > 0)
                .forEach(change -> LARGE.forEach(identities -> line(
                        out,
                        "At this rate, %,d rows of identities would take about %s.",
                        identities,
                        time(took.toMillis() / 1e3 * identities / change.after().rows()))));
    }

    private static String time(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7_200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
