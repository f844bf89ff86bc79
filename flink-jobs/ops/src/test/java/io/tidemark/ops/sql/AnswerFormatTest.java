package io.tidemark.ops.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.ops.question.Question;
import io.tidemark.rules.seeded.Seeds;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** An answer as a table, as CSV, as JSON and as a drawing: exact text, on rows that no engine has to compute. */
class AnswerFormatTest {
    private static final Column NAME = Column.physical("name", DataTypes.STRING());
    private static final Column COUNT = Column.physical("n", DataTypes.BIGINT());

    @Test
    void aTableHasItsNumbersOnTheRightAndSaysHowManyRowsThereAre() throws IOException {
        assertThat(write(AnswerFormat.TABLE, List.of(NAME, COUNT), Row.of("view", 12_345L), Row.of("add", 7L)))
                .isEqualTo("""
                        name | n
                        -----+------
                        view | 12345
                        add  |     7
                        2 rows
                        """.replace("name | n\n", "name |     n\n"));
    }

    @Test
    void oneRowIsCountedInTheSingularAndNoneInThePlural() throws IOException {
        assertThat(write(AnswerFormat.TABLE, List.of(COUNT), Row.of(1L))).endsWith("\n1 row\n");
        assertThat(write(AnswerFormat.TABLE, List.of(COUNT))).isEqualTo("n\n-\n0 rows\n");
    }

    @Test
    void aNullIsEmptyAndWhatWouldMoveTheCursorIsShownAsASign() throws IOException {
        assertThat(write(AnswerFormat.TABLE, List.of(NAME, COUNT), Row.of(null, null), Row.of("a\nb\tc\u001b[31m", 1L)))
                .isEqualTo("""
                        name         | n
                        -------------+--
                                     |
                        a\\nb?c?[31m  | 1
                        2 rows
                        """.replace("  | 1", " | 1")
                        .replace("name         |", "name        |")
                        .replace("-------------+", "------------+")
                        .replace("             |", "            |"));
    }

    @Test
    void aLongValueIsCutInATableByCharactersAndNotByHalves() throws IOException {
        String sixty = "😀".repeat(60);

        assertThat(write(AnswerFormat.TABLE, List.of(NAME), Row.of(sixty))).contains("\n" + sixty + "\n");
        assertThat(write(AnswerFormat.TABLE, List.of(NAME), Row.of(sixty + "x")))
                .contains("\n" + "😀".repeat(59) + "…\n");
    }

    @Test
    void aSingleTextOfSeveralLinesIsShownAsItIs() throws IOException {
        assertThat(write(AnswerFormat.TABLE, List.of(NAME), Row.of("== Plan ==\n  scan\n\n")))
                .isEqualTo("== Plan ==\n  scan\n");
    }

    @Test
    void aValueBehindTheMeasuredRowsMovesItsOwnLineOnly() throws IOException {
        Row[] rows = new Row[1_001];
        Arrays.fill(rows, Row.of("a", 1L));
        rows[1_000] = Row.of("longer", 1L);
        String[] lines = write(AnswerFormat.TABLE, List.of(NAME, COUNT), rows).split("\n");

        assertThat(lines[2]).isEqualTo("a    | 1");
        assertThat(lines[1_002]).isEqualTo("longer | 1");
        assertThat(lines[1_003]).isEqualTo("1001 rows");
    }

    @Test
    void aValueOfCsvIsQuotedWhereItMustBe() throws IOException {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("plain", "plain");
        cells.put("a,b", "\"a,b\"");
        cells.put("say \"hi\"", "\"say \"\"hi\"\"\"");
        cells.put("", "\"\"");
        cells.put(" x", "\" x\"");
        cells.put("x ", "\"x \"");
        cells.put("a b", "a b");
        cells.put("ä;b", "ä;b");
        cells.put("null", "null");
        for (Map.Entry<String, String> each : cells.entrySet()) {
            assertThat(write(AnswerFormat.CSV, List.of(NAME), Row.of(each.getKey())))
                    .isEqualTo("name\n" + each.getValue() + "\n");
        }
    }

    @Test
    void aNullOfCsvIsEmptyAndLineEndsAreQuoted() throws IOException {
        assertThat(write(AnswerFormat.CSV, List.of(NAME, COUNT), Row.of(null, null), Row.of("a\r\nb", 1L)))
                .isEqualTo("name,n\n,\n\"a\r\nb\",1\n");
        assertThat(write(AnswerFormat.CSV, List.of(Column.physical("a,b", DataTypes.INT()))))
                .isEqualTo("\"a,b\"\n");
    }

    /** Read back by the rules of RFC 4180, every text is what it was. */
    @Test
    void csvIsReadBackAsItWas() {
        String signs = "ab,\"\r\n äé\t";
        Seeds.forEach(300, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<List<String>> expected = new ArrayList<>();
            Row[] rows = new Row[1 + random.nextInt(5)];
            for (int i = 0; i < rows.length; i++) {
                String one = text(random, signs);
                String other = text(random, signs);
                expected.add(List.of(one, other));
                rows[i] = Row.of(one, other);
            }
            List<Column> columns = List.of(NAME, Column.physical("other", DataTypes.STRING()));

            assertThat(csv(unchecked(AnswerFormat.CSV, columns, rows))).containsExactlyElementsOf(with(expected));
        });
    }

    @Test
    void jsonIsAnArrayOfObjectsOneALine() throws IOException {
        assertThat(write(AnswerFormat.JSON, List.of(NAME, COUNT), Row.of("a\"b", 1L), Row.of(null, null)))
                .isEqualTo("[\n{\"name\":\"a\\\"b\",\"n\":1},\n{\"name\":null,\"n\":null}\n]\n");
        assertThat(write(AnswerFormat.JSON, List.of(NAME))).isEqualTo("[]\n");
    }

    @Test
    void anAmplitudeIdIsWrittenAsATextToo() throws IOException {
        List<Column> columns = List.of(
                Column.physical("resolved_amplitude_id", DataTypes.BIGINT()),
                Column.physical("amplitude_id", DataTypes.STRING()));

        assertThat(write(AnswerFormat.JSON, columns, Row.of(Long.MAX_VALUE, "9"), Row.of(null, "9")))
                .isEqualTo("[\n{\"resolved_amplitude_id\":9223372036854775807,"
                        + "\"resolved_amplitude_id_string\":\"9223372036854775807\",\"amplitude_id\":\"9\"},\n"
                        + "{\"resolved_amplitude_id\":null,\"resolved_amplitude_id_string\":null,"
                        + "\"amplitude_id\":\"9\"}\n]\n");
    }

    @Test
    void everyTypeHasItsJson() throws IOException {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", null);
        Row nested = Row.withNames();
        nested.setField("x", 1);
        nested.setField("y", new Object[] {"z", null});
        Map<Object, String> expected = new LinkedHashMap<>();
        expected.put(true, "true");
        expected.put(1.5, "1.5");
        expected.put(Double.NaN, "\"NaN\"");
        expected.put(Double.NEGATIVE_INFINITY, "\"-Infinity\"");
        expected.put(Float.POSITIVE_INFINITY, "\"Infinity\"");
        expected.put(new BigDecimal("1E+3"), "1000");
        expected.put(new BigDecimal("0.10"), "0.10");
        expected.put(LocalDate.of(2025, 7, 1), "\"2025-07-01\"");
        expected.put(LocalTime.of(9, 5), "\"09:05:00\"");
        expected.put(LocalDateTime.of(2025, 7, 1, 9, 0), "\"2025-07-01T09:00:00\"");
        expected.put(Instant.parse("2025-07-01T09:00:00.5Z"), "\"2025-07-01T09:00:00.500Z\"");
        expected.put("ä\u0001\n\ud800", "\"ä\\u0001\\n\\ud800\"");
        expected.put("a".getBytes(StandardCharsets.UTF_8), "\"a\"");
        expected.put(new byte[] {(byte) 0xFF, 0}, "\"0xff00\"");
        expected.put(new Integer[] {1, null}, "[1,null]");
        expected.put(new int[0], "[]");
        expected.put(map, "{\"a\":1,\"b\":null}");
        expected.put(nested, "{\"x\":1,\"y\":[\"z\",null]}");
        expected.put(Row.of(1, "a"), "[1,\"a\"]");
        for (Map.Entry<Object, String> each : expected.entrySet()) {
            assertThat(write(AnswerFormat.JSON, List.of(NAME), Row.of(each.getKey())))
                    .isEqualTo("[\n{\"name\":" + each.getValue() + "}\n]\n");
        }
    }

    @Test
    void nestedValuesAreJsonInCsvAndTablesToo() throws IOException {
        Row row = Row.of((Object) new String[] {"a", "b\"c"});

        assertThat(write(AnswerFormat.CSV, List.of(NAME), row)).isEqualTo("name\n\"[\"\"a\"\",\"\"b\\\"\"c\"\"]\"\n");
        assertThat(write(AnswerFormat.TABLE, List.of(NAME), row)).contains("[\"a\",\"b\\\"c\"]");
    }

    @Test
    void anyTextOfJsonIsReadBackAsItWas() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            String value = text(random, "a\"\\/\b\f\n\r\t\u0000\u001fä😀\u2028");
            JsonNode read = mapper.readTree(write(AnswerFormat.JSON, List.of(NAME), Row.of(value)));

            assertThat(read.get(0).get("name").asText()).isEqualTo(value);
        }
    }

    @Test
    void aDrawingHasABarForEachRow() throws IOException {
        assertThat(draw("bars", Row.of("view", 100L), Row.of("add", 25L), Row.of("buy", null)))
                .isEqualTo("n by name\n"
                        + "view │" + "█".repeat(50) + " 100\n"
                        + "add  │" + "█".repeat(12) + "▌ 25\n"
                        + "buy  │ 0\n");
    }

    @Test
    void aDrawingWithoutRowsSaysSo() throws IOException {
        assertThat(draw("bars")).isEqualTo("n by name\nno rows\n");
        assertThat(draw("lines")).isEqualTo("n by name\nno rows\n");
    }

    @Test
    void aLineHasItsLargestValueAtTheTopAndItsLabelsAtTheEnds() throws IOException {
        String[] lines = draw("lines", Row.of("mon", 0L), Row.of("tue", 1_200L), Row.of("wed", 600L))
                .split("\n");

        assertThat(lines).hasSize(15);
        assertThat(lines[1]).isEqualTo("1,200 │ █");
        assertThat(lines[7]).isEqualTo("      │ ██");
        assertThat(lines[12]).isEqualTo("    0 │ ██");
        assertThat(lines[13]).isEqualTo("      └───");
        assertThat(lines[14]).isEqualTo("       mon wed");
    }

    @Test
    void aDrawingThatTheAnswerHasNoColumnsForIsSaidSo() {
        assertThatThrownBy(() -> draw("bars", "other", "n", Row.of("a", 1L)))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("no column other");
        assertThatThrownBy(() -> draw("bars", "n", "name", Row.of("a", 1L)))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("The column name holds no numbers");
    }

    private static String draw(String kind, Row... rows) throws IOException {
        return draw(kind, "name", "n", rows);
    }

    private static String draw(String kind, String x, String y, Row... rows) throws IOException {
        StringBuilder out = new StringBuilder();
        Drawing.write(new Question.Chart(kind.equals("bars"), x, y), answer(List.of(NAME, COUNT), rows), out);
        return out.toString();
    }

    private static String write(AnswerFormat format, List<Column> columns, Row... rows) throws IOException {
        StringBuilder out = new StringBuilder();
        format.write(answer(columns, rows), out);
        return out.toString();
    }

    private static String unchecked(AnswerFormat format, List<Column> columns, Row... rows) {
        try {
            return write(format, columns, rows);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Answer answer(List<Column> columns, Row... rows) {
        return new Answer(new Rows(columns, List.of(rows)));
    }

    private static String text(SplittableRandom random, String signs) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int at = signs.offsetByCodePoints(0, random.nextInt(signs.codePointCount(0, signs.length())));
            text.appendCodePoint(signs.codePointAt(at));
        }
        return text.toString();
    }

    private static List<List<String>> with(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of("name", "other"));
        all.addAll(rows);
        return all;
    }

    /** RFC 4180, in so many words: a quote opens, two are one, a line feed outside of quotes ends a row. */
    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }

    /** Rows that are there already. */
    private record Rows(List<Column> columns, List<Row> rows) implements TableResult {
        @Override
        public Optional<JobClient> getJobClient() {
            return Optional.empty();
        }

        @Override
        public void await() {}

        @Override
        public void await(long timeout, TimeUnit unit) {}

        @Override
        public ResolvedSchema getResolvedSchema() {
            return ResolvedSchema.of(columns);
        }

        @Override
        public ResultKind getResultKind() {
            return ResultKind.SUCCESS_WITH_CONTENT;
        }

        @Override
        public CloseableIterator<Row> collect() {
            Iterator<Row> each = rows.iterator();
            return CloseableIterator.adapterForIterator(each);
        }

        @Override
        public void print() {
            throw new UnsupportedOperationException("nobody prints it");
        }
    }
}
