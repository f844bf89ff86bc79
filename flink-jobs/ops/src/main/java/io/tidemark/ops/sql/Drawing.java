package io.tidemark.ops.sql;

import io.tidemark.ops.question.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a picture of characters, for a terminal: a bar for each row, or a line over all rows. All rows are held
 * in memory.
 */
public final class Drawing {
    private static final int WIDTH = 50;
    private static final int HEIGHT = 12;
    private static final int WIDEST_LABEL = 40;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final String STEPS = " ▁▂▃▄▅▆▇";

    private final List<String> labels = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private Drawing() {}

    /**
     * Draws an answer.
     *
     * @throws QueryFailure if the answer does not have the columns, or no numbers in the second
     */
    public static void write(Question.Chart chart, Answer answer, Appendable out) throws IOException {
        int x = column(answer, chart.x());
        int y = column(answer, chart.y());
        var drawing = new Drawing();
        while (answer.hasNext()) {
            Row row = answer.next();
            String label = Cell.text(row.getField(x));
            drawing.labels.add(label == null ? "" : label);
            drawing.values.add(number(row.getField(y), chart.y()));
        }
        out.append(chart.y()).append(" by ").append(chart.x()).append('\n');
        if (drawing.labels.isEmpty()) {
            out.append("no rows\n");
        } else if (chart.bars()) {
            drawing.bars(out);
        } else {
            drawing.line(out);
        }
    }

    private static int column(Answer answer, String name) {
        OptionalInt index = IntStream.range(0, answer.columns().size())
                .filter(i -> answer.columns().get(i).name().equalsIgnoreCase(name))
                .findFirst();
        return index.orElseThrow(() -> new QueryFailure(
                "The answer has no column " + name + ", which its drawing wants. Name another one in '-- chart:'.",
                null));
    }

    private static double number(@Nullable Object value, String name) {
        if (value == null) {
            return 0;
        } else if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new QueryFailure("The column " + name + " holds no numbers, and its drawing wants some.", null);
    }

    private double largest() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private void bars(Appendable out) throws IOException {
        int widest =
                labels.stream().mapToInt(label -> cut(label).length()).max().orElse(0);
        double largest = largest();
        for (int i = 0; i < labels.size(); i++) {
            String label = cut(labels.get(i));
            int eighths = largest <= 0 ? 0 : (int) Math.round(Math.max(0, values.get(i)) / largest * WIDTH * 8);
            out.append(label).append(" ".repeat(widest - label.length())).append(" │");
            out.append("█".repeat(eighths / 8));
            out.append(eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1));
            out.append(' ').append(text(values.get(i))).append('\n');
        }
    }

    /** Where there are more rows than columns of characters, each column shows the largest of its rows. */
    private void line(Appendable out) throws IOException {
        int columns = Math.min(values.size(), WIDTH * 2);
        double[] heights = new double[columns];
        for (int i = 0; i < values.size(); i++) {
            int column = (int) ((long) i * columns / values.size());
            heights[column] = Math.max(heights[column], values.get(i));
        }
        double largest = largest();
        String top = text(largest);
        for (int level = HEIGHT - 1; level >= 0; level--) {
            String scale = level == HEIGHT - 1 ? top : level == 0 ? "0" : "";
            var row = new StringBuilder(" ".repeat(top.length() - scale.length()) + scale + " │");
            for (double height : heights) {
                int eighths = largest <= 0 ? 0 : (int) Math.round(height / largest * HEIGHT * 8) - level * 8;
                row.append(eighths >= 8 ? '█' : eighths <= 0 ? ' ' : STEPS.charAt(eighths));
            }
            out.append(row.toString().stripTrailing()).append('\n');
        }
        String margin = " ".repeat(top.length() + 1);
        out.append(margin).append('└').append("─".repeat(columns)).append('\n');
        String first = cut(labels.get(0));
        String last = labels.size() == 1 ? "" : cut(labels.get(labels.size() - 1));
        int gap = Math.max(1, columns - first.length() - last.length());
        out.append(margin)
                .append(' ')
                .append(first)
                .append(" ".repeat(gap))
                .append(last)
                .append('\n');
    }

    private static String cut(String label) {
        String line = label.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= WIDEST_LABEL ? line : line.substring(0, WIDEST_LABEL - 1) + "…";
    }

    private static String text(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.2f", value);
    }
}
