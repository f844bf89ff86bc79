package io.tidemark.ops.drill;

import io.tidemark.ops.drill.DrillReport.Check;
import io.tidemark.ops.drill.DrillReport.Compared;
import io.tidemark.ops.drill.DrillReport.Step;
import io.tidemark.ops.drill.DrillReport.TableComparison;
import java.util.Locale;

/** A drill's report in Markdown. */
public final class ReportText {
    private ReportText() {}

    /** The whole report. */
    public static String markdown(DrillReport report) {
        StringBuilder text = new StringBuilder();
        DrillSettings settings = report.settings();
        line(text, "# Drill %s: %s", report.drill(), report.holds() ? "everything holds" : "NOT EVERYTHING HOLDS");
        line(text, "");
        line(
                text,
                "%,d events at %,d a second, seed %d. Every command is one that a person types.",
                settings.events(),
                settings.rate(),
                settings.seed());
        compared(text, report);
        line(text, "");
        line(text, "## What happened");
        line(text, "");
        line(text, "| step | seconds | what came of it |");
        line(text, "|---|---:|---|");
        for (Step step : report.steps()) {
            String command = step.command() == null ? "" : "<br>`" + cell(step.command()) + "`";
            line(text, "| %s%s | %.1f | %s |", cell(step.what()), command, step.seconds(), cell(step.detail()));
        }
        line(text, "");
        line(text, "## What had to hold");
        line(text, "");
        for (Check check : report.checks()) {
            line(
                    text,
                    "- %s: %s%s",
                    check.holds() ? "holds" : "**does not hold**",
                    check.what(),
                    check.detail().isEmpty() ? "" : " (" + cell(check.detail()) + ")");
        }
        tables(text, report);
        return text.toString();
    }

    private static void compared(StringBuilder text, DrillReport report) {
        if (report.compared().isEmpty()) {
            return;
        }
        line(text, "");
        boolean then = report.compared().stream().anyMatch(each -> !each.then().isEmpty());
        line(text, then ? "| | January 2016 | this drill |" : "| | this drill |");
        line(text, then ? "|---|---:|---:|" : "|---|---:|");
        for (Compared each : report.compared()) {
            String before = then ? " " + each.then() + " |" : "";
            line(text, "| %s |%s %.1f s |", each.what(), before, each.seconds());
        }
        if (then) {
            line(text, "");
            line(
                    text,
                    "The sizes differ by far: the times say which steps there are, not how fast they would have been.");
        }
    }

    private static void tables(StringBuilder text, DrillReport report) {
        if (report.tables().isEmpty()) {
            return;
        }
        line(text, "");
        line(text, "## Beside a lake to which nothing happened");
        line(text, "");
        line(text, "| table | rows | rows undisturbed | digest of all columns |");
        line(text, "|---|---:|---:|---|");
        for (TableComparison each : report.tables()) {
            line(
                    text,
                    "| %s | %,d | %,d | %s |",
                    each.table().tableName(),
                    each.drilled().rows(),
                    each.undisturbed().rows(),
                    each.same()
                            ? "the same: " + each.drilled().hash()
                            : each.drilled().hash() + " is not "
                                    + each.undisturbed().hash());
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", "<br>");
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
