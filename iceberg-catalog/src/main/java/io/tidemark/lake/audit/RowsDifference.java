package io.tidemark.lake.audit;

import io.tidemark.lake.read.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/**
 * In which rows two tables of the same columns differ. A row that is there twice is two rows.
 *
 * @param onlyFirst how many rows only the first has
 * @param onlySecond how many rows only the second has
 * @param keys how many values of the key column these rows have
 * @param examples some of these rows as text, {@code -} before those of the first and {@code +} before the others
 */
public record RowsDifference(long onlyFirst, long onlySecond, long keys, List<String> examples) {
    /** How many rows are compared at once, unless said otherwise: some 200 MB of heap. */
    public static final int DEFAULT_ROWS_PER_PASS = 1_000_000;

    private static final int EXAMPLES_OF_EACH = 5;

    /** Keeps a copy. */
    public RowsDifference {
        examples = List.copyOf(examples);
    }

    /** Whether both have the same rows. */
    public boolean isEmpty() {
        return onlyFirst == 0 && onlySecond == 0;
    }

    /**
     * A table at a snapshot.
     *
     * @param table the table
     * @param snapshot null for no rows
     */
    public record Side(Table table, @Nullable Long snapshot) {
        private void read(Consumer<Record> reader) {
            if (snapshot != null) {
                TableRows.read(table, snapshot, table.schema(), reader);
            }
        }
    }

    /**
     * Compares every column of every row, in as many passes as the memory requires; each reads both tables.
     *
     * @param rows how many rows both have together
     * @param keyColumn whose values are counted
     * @throws io.tidemark.lake.catalog.LakeFailure if a file cannot be read
     */
    public static RowsDifference between(Side first, Side second, long rows, String keyColumn, int rowsPerPass) {
        int passes = Math.toIntExact(Math.max(1, (rows + rowsPerPass - 1) / rowsPerPass));
        Comparison comparison = new Comparison(keyColumn);
        for (int pass = 0; pass < passes; pass++) {
            comparison.run(first, second, passes, pass);
        }
        return comparison.done();
    }

    /** What was found so far. */
    private static final class Comparison {
        private final String keyColumn;
        private final RowsDigest.Accumulator hashes = new RowsDigest.Accumulator();
        private final Set<Object> keys = new HashSet<>();
        private final List<String> removed = new ArrayList<>();
        private final List<String> added = new ArrayList<>();
        private long onlyFirst;
        private long onlySecond;

        Comparison(String keyColumn) {
            this.keyColumn = keyColumn;
        }

        void run(Side first, Side second, int passes, int pass) {
            Map<RowsDigest, Integer> more = new HashMap<>();
            first.read(row -> count(row, passes, pass, more, 1));
            second.read(row -> count(row, passes, pass, more, -1));
            if (more.isEmpty()) {
                return;
            }
            for (int times : more.values()) {
                onlyFirst += Math.max(0, times);
                onlySecond += Math.max(0, -times);
            }
            first.read(row -> show(row, more, 1, removed));
            second.read(row -> show(row, more, -1, added));
        }

        private void count(Record row, int passes, int pass, Map<RowsDigest, Integer> more, int by) {
            RowsDigest hash = hashes.of(row);
            if (Math.floorMod(hash.high(), passes) == pass) {
                more.merge(hash, by, (a, b) -> a + b == 0 ? null : a + b);
            }
        }

        private void show(Record row, Map<RowsDigest, Integer> more, int sign, List<String> examples) {
            Integer times = more.get(hashes.of(row));
            if (times != null && Integer.signum(times) == sign) {
                keys.add(row.getField(keyColumn));
                if (examples.size() < EXAMPLES_OF_EACH) {
                    examples.add((sign > 0 ? "- " : "+ ") + text(row));
                }
            }
        }

        private static String text(Record row) {
            StringBuilder text = new StringBuilder();
            for (var column : row.struct().fields()) {
                Object value = row.getField(column.name());
                if (value != null) {
                    text.append(text.isEmpty() ? "" : " ")
                            .append(column.name())
                            .append('=')
                            .append(value);
                }
            }
            return text.toString();
        }

        RowsDifference done() {
            List<String> examples = new ArrayList<>(removed);
            examples.addAll(added);
            return new RowsDifference(onlyFirst, onlySecond, keys.size(), examples);
        }
    }
}
