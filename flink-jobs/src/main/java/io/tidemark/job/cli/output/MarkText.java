package io.tidemark.job.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Marks for a person and for a machine. */
public final class MarkText {
    private MarkText() {}

    /** One mark, in sentences. */
    public static void print(Mark mark, PrintWriter out) {
        line(out, "Marked '%s': %s, %,d records.", mark.name(), moment(mark), mark.records());
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
                    moment(mark),
                    mark.records(),
                    mark.origin().scheduled() ? "  (scheduled)" : "",
                    note.isEmpty() ? "" : "  " + note);
        }
    }

    private static String moment(Mark mark) {
        return mark.moment().committedAt() + ", checkpoint " + mark.moment().checkpointId() + " of epoch "
                + mark.moment().epoch();
    }

    /** The members of a mark. */
    public static void write(JsonGenerator json, Mark mark) throws IOException {
        json.writeStringField("name", mark.name());
        json.writeStringField("note", mark.origin().note());
        json.writeStringField("created_at", mark.origin().createdAt().toString());
        json.writeBooleanField("scheduled", mark.origin().scheduled());
        json.writeStringField("environment", mark.moment().environment());
        json.writeNumberField("epoch", mark.moment().epoch());
        json.writeNumberField("checkpoint_id", mark.moment().checkpointId());
        json.writeStringField("committed_at", mark.moment().committedAt().toString());
        if (mark.moment().retainedCheckpoint() == null) {
            json.writeNullField("retained_checkpoint");
        } else {
            json.writeStringField("retained_checkpoint", mark.moment().retainedCheckpoint());
        }
        json.writeNumberField("records", mark.records());
        if (mark.proof().since() == null) {
            json.writeNullField("checked_since");
        } else {
            json.writeStringField("checked_since", mark.proof().since());
        }
        json.writeNumberField("checked_records", mark.proof().records());
        json.writeObjectFieldStart("tables");
        for (LakeTable table : LakeTable.pipeline()) {
            json.writeObjectFieldStart(table.tableName());
            json.writeNumberField("snapshot_id", mark.snapshot(table));
            json.writeNumberField("records", mark.table(table).records());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
