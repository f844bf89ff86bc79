package io.tidemark.cli.output;

import io.tidemark.lake.mark.Mark;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Marks for a person and for a machine. */
public final class MarkText {
    private MarkText() {}

    /** One mark, in sentences. */
    public static void print(Mark mark, PrintWriter out) {
        line(out, "Marked '%s': %s, %,d records.", mark.name(), position(mark), mark.records());
        String since = mark.proof().since();
        line(
                out,
                since == null
                        ? "Checked: all of %,d records, each in one table, everybody who they should be."
                        : "Checked: %,d records since the mark '" + since.replace("%", "%%")
                                + "', each in one table, everybody who they should be.",
                mark.proof().records());
    }

    /** All marks, one a line. */
    public static void print(List<Mark> marks, PrintWriter out) {
        if (marks.isEmpty()) {
            out.println("There is no mark yet: make one with tidemark mark.");
            return;
        }
        int width = marks.stream().mapToInt(mark -> mark.name().length()).max().orElse(0);
        for (Mark mark : marks) {
            String note = mark.origin().note().strip().replaceAll("\\s+", " ");
            line(
                    out,
                    "%-" + width + "s  %s  %,d records%s%s",
                    mark.name(),
                    position(mark),
                    mark.records(),
                    mark.origin().scheduled() ? "  (scheduled)" : "",
                    note.isEmpty() ? "" : "  " + note);
        }
    }

    private static String position(Mark mark) {
        return mark.commit().committedAt() + ", checkpoint " + mark.commit().checkpointId() + " of epoch "
                + mark.commit().epoch();
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
