package io.tidemark.ops.sql;

import io.tidemark.job.query.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** How an answer is written. Rows are written as they come, so that an answer of any length can be. */
public enum AnswerFormat {
    /** For reading: columns under each other, then how many rows there are. Long values are cut. */
    TABLE {
        @Override
        public void write(Answer answer, Appendable out) throws IOException {
            TableText.write(answer, out);
        }
    },
    /**
     * Comma-separated values with a header, quoted as RFC 4180 says; lines end in a line feed. A null is empty, an empty
     * text is {@code ""}.
     */
    CSV {
        @Override
        public void write(Answer answer, Appendable out) throws IOException {
            out.append(answer.columns().stream()
                    .map(Column::name)
                    .map(AnswerFormat::csv)
                    .collect(Collectors.joining(",", "", "\n")));
            while (answer.hasNext()) {
                Row row = answer.next();
                for (int i = 0; i < row.getArity(); i++) {
                    out.append(i == 0 ? "" : ",").append(csv(Cell.text(row.getField(i))));
                }
                out.append('\n');
            }
        }
    },
    /**
     * An array of objects, one a line. An amplitude id, which is larger than what many readers of JSON keep of a number,
     * is written once more as text, as {@code <name>_string}.
     */
    JSON {
        @Override
        public void write(Answer answer, Appendable out) throws IOException {
            String separator = "[\n";
            while (answer.hasNext()) {
                out.append(separator).append(object(answer.columns(), answer.next()));
                separator = ",\n";
            }
            out.append(separator.startsWith("[") ? "[]\n" : "\n]\n");
        }
    };

    private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]|^\\s|\\s$");

    /**
     * Writes the whole answer.
     *
     * @throws IOException if the output takes no more
     * @throws QueryFailure if the work behind the answer fails half-way; what was written until then is not an answer
     */
    public abstract void write(Answer answer, Appendable out) throws IOException;

    private static String csv(@Nullable String text) {
        if (text == null) {
            return "";
        }
        boolean quoted = text.isEmpty() || QUOTED.matcher(text).find();
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** A row as a JSON object, in one line. */
    static CharSequence object(List<Column> columns, Row row) {
        var json = new StringBuilder("{");
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Object value = row.getField(i);
            json.append(i == 0 ? "" : ",");
            JsonText.quote(json, column.name());
            json.append(':');
            Json.write(json, value);
            if (column.isAmplitudeId()) {
                json.append(',');
                JsonText.quote(json, column.name() + "_string");
                json.append(':');
                Json.write(json, value == null ? null : value.toString());
            }
        }
        return json.append('}');
    }
}
