package io.tidemark.ops.engines;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine answers, in values that are the same whichever engine it was: null, Boolean, Long for whole numbers,
 * Double, BigDecimal without trailing zeros, String (bytes in hex, after {@code 0x}), LocalDate, Instant (a time without
 * a zone is one of UTC), and lists and maps of these.
 *
 * @param columns the columns' names in lower case
 * @param rows the rows, each a list with a value a column
 */
public record Reply(List<String> columns, List<List<@Nullable Object>> rows) {
    // Sums of doubles depend on the order in which they are added.
    private static final double CLOSE = 1e-9;

    /** Names in lower case. */
    public Reply {
        columns = columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        rows = List.copyOf(rows);
    }

    /** A decimal as it is kept here. */
    static BigDecimal decimal(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The same rows in an order that depends on nothing but them: for questions without an ORDER BY. */
    public Reply sorted() {
        List<List<@Nullable Object>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Object::toString));
        return new Reply(columns, sorted);
    }

    /** The first difference in columns, number of rows or a value, in words; none if they are the same. */
    public Optional<String> difference(Reply other) {
        if (!columns.equals(other.columns)) {
            return Optional.of("the columns are " + columns + " and " + other.columns);
        }
        for (int i = 0; i < Math.min(rows.size(), other.rows.size()); i++) {
            for (int column = 0; column < columns.size(); column++) {
                Object mine = rows.get(i).get(column);
                Object theirs = other.rows.get(i).get(column);
                if (!same(mine, theirs)) {
                    return Optional.of("row " + (i + 1) + ", column " + columns.get(column) + ": " + told(mine)
                            + " and " + told(theirs) + "; the rows are " + rows.get(i) + " and " + other.rows.get(i));
                }
            }
        }
        return rows.size() == other.rows.size()
                ? Optional.empty()
                : Optional.of("there are " + rows.size() + " rows and " + other.rows.size());
    }

    private static boolean same(@Nullable Object mine, @Nullable Object theirs) {
        if (mine instanceof Double one && theirs instanceof Double another) {
            return one.equals(another) || Math.abs(one - another) <= CLOSE * Math.max(Math.abs(one), Math.abs(another));
        }
        if (mine instanceof List<?> one && theirs instanceof List<?> another) {
            if (one.size() != another.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), another.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return mine == null ? theirs == null : mine.equals(theirs);
    }

    private static String told(@Nullable Object value) {
        return value == null ? "null" : value + " (" + value.getClass().getSimpleName() + ")";
    }
}
