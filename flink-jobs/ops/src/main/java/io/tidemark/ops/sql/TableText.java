package io.tidemark.ops.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Row;

/**
 * An answer as a table of text. The columns are as wide as the first rows need; a later, longer value moves its own line
 * only.
 */
final class TableText {
    private static final int ROWS_MEASURED = 1_000;
    private static final int WIDEST = 60;

    private final List<Column> columns;
    private final int[] widths;
    private final Appendable out;

    private TableText(List<Column> columns, Appendable out) {
        this.columns = columns;
        this.widths = columns.stream().mapToInt(column -> length(column.name())).toArray();
        this.out = out;
    }

    static void write(Answer answer, Appendable out) throws IOException {
        var table = new TableText(answer.columns(), out);
        var first = new ArrayList<List<String>>();
        while (first.size() < ROWS_MEASURED && answer.hasNext()) {
            first.add(table.measured(answer.next()));
        }
        if (first.size() == 1
                && table.columns.size() == 1
                && first.get(0).get(0).contains("\n")) {
            // A plan or a statement is read as it is.
            out.append(first.get(0).get(0).stripTrailing()).append('\n');
            return;
        }
        table.header();
        for (List<String> cells : first) {
            table.line(cells);
        }
        long rows = first.size();
        for (; answer.hasNext(); rows++) {
            table.line(cells(answer.next()));
        }
        out.append(rows == 1 ? "1 row\n" : rows + " rows\n");
    }

    private List<String> measured(Row row) {
        List<String> cells = cells(row);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(shown(cells.get(i))));
        }
        return cells;
    }

    private static List<String> cells(Row row) {
        var cells = new ArrayList<String>(row.getArity());
        for (int i = 0; i < row.getArity(); i++) {
            String text = Cell.text(row.getField(i));
            cells.add(text == null ? "" : text);
        }
        return cells;
    }

    private void header() throws IOException {
        line(columns.stream().map(Column::name).toList());
        var rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
        }
        out.append(rule).append('\n');
    }

    private void line(List<String> cells) throws IOException {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = shown(cells.get(i));
            String padding = " ".repeat(Math.max(0, widths[i] - length(cell)));
            line.append(i == 0 ? "" : " | ");
            line.append(columns.get(i).isNumber() ? padding + cell : cell + padding);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** On one line, without characters that would move the cursor, and not wider than a column may be. */
    private static String shown(String cell) {
        String line = cell.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
        if (length(line) <= WIDEST) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
