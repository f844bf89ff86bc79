package io.tidemark.lake.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Types.NestedField;

/**
 * How the outcome tables are cut into partitions: an ordered list of terms over the columns of {@code events}. A table
 * that lacks a term's column is cut by the other terms alone.
 *
 * @param terms the terms; none: one partition
 */
public record Partitioning(List<Term> terms) {
    /** What may be written, for messages. */
    public static final String ALLOWED = "allowed are terms separated by commas: a column, year(column), month(column),"
            + " day(column), hour(column), bucket(n, column), truncate(n, column);"
            + " for example day(server_upload_time), project_id";

    private static final Pattern COMMA_OUTSIDE_BRACKETS = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern CALL =
            Pattern.compile("([A-Za-z]+)\\s*\\(\\s*(?:(\\d{1,9})\\s*,\\s*)?(" + COLUMN.pattern() + ")\\s*\\)");

    /**
     * Keeps a copy of the terms.
     *
     * @throws IllegalArgumentException if the terms do not go together, such as the day and the hour of one column
     */
    public Partitioning {
        terms = List.copyOf(terms);
        try {
            build(LakeTable.EVENTS.schema(), terms);
        } catch (IllegalArgumentException | ValidationException e) {
            throw new IllegalArgumentException(
                    "Partition terms " + terms + " do not go together: " + e.getMessage() + "; " + ALLOWED, e);
        }
    }

    /** By day of {@code server_upload_time}. */
    public static Partitioning daily() {
        return new Partitioning(List.of(new Term(Transform.DAY, 0, Columns.SERVER_UPLOAD_TIME)));
    }

    /** No partitions. */
    public static Partitioning none() {
        return new Partitioning(List.of());
    }

    /**
     * Reads a text such as {@code day(server_upload_time), bucket(16, device_id)}; a blank text is {@link #none()}.
     *
     * @throws IllegalArgumentException if the text is no partitioning of {@code events}, with what is allowed
     */
    public static Partitioning parse(String text) {
        List<Term> terms = new ArrayList<>();
        if (!text.isBlank()) {
            for (String term : COMMA_OUTSIDE_BRACKETS.split(text, -1)) {
                terms.add(parseTerm(term.strip()));
            }
        }
        return new Partitioning(terms);
    }

    private static Term parseTerm(String text) {
        if (COLUMN.matcher(text).matches()) {
            return term(text, Transform.IDENTITY, 0, text);
        }
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("Partition term '" + text + "' is not understood; " + ALLOWED);
        }
        String name = call.group(1).toUpperCase(Locale.ROOT);
        for (Transform kind : Transform.values()) {
            if (kind.name().equals(name) && kind.takesWidth == (call.group(2) != null)) {
                return term(text, kind, kind.takesWidth ? Integer.parseInt(call.group(2)) : 0, call.group(3));
            }
        }
        throw new IllegalArgumentException("Partition term '" + text + "' is not understood; " + ALLOWED);
    }

    private static Term term(String text, Transform kind, int width, String column) {
        NestedField field = LakeTable.EVENTS.schema().findField(column);
        if (field == null) {
            throw new IllegalArgumentException(
                    "Partition term '" + text + "' names the column '" + column + "', which events does not have");
        }
        if (kind.takesWidth && width == 0) {
            throw new IllegalArgumentException("Partition term '" + text + "' needs a number above 0");
        }
        Term term = new Term(kind, width, column);
        if (!Transforms.fromString(term.transform()).canTransform(field.type())) {
            throw new IllegalArgumentException("Partition term '" + text + "' cannot cut the column '" + column
                    + "', whose type is " + field.type());
        }
        return term;
    }

    /**
     * The Iceberg spec for a table of this schema.
     *
     * @param schema a table's columns; terms on other columns are left out
     */
    PartitionSpec spec(Schema schema) {
        return build(schema, terms);
    }

    private static PartitionSpec build(Schema schema, List<Term> terms) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        for (Term term : terms) {
            if (schema.findField(term.column()) != null) {
                term.addTo(spec);
            }
        }
        return spec.build();
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return String.join(", ", terms.stream().map(Term::toString).toList());
    }

    /** How a column's values are gathered into partitions. */
    public enum Transform {
        /** A partition for each value. */
        IDENTITY(false),
        /** A partition for each year. */
        YEAR(false),
        /** A partition for each month. */
        MONTH(false),
        /** A partition for each day. */
        DAY(false),
        /** A partition for each hour. */
        HOUR(false),
        /** A fixed number of partitions by hash. */
        BUCKET(true),
        /** A partition for each prefix, or for each span of numbers. */
        TRUNCATE(true);

        private final boolean takesWidth;

        Transform(boolean takesWidth) {
            this.takesWidth = takesWidth;
        }
    }

    /**
     * One term.
     *
     * @param kind how
     * @param width the number of buckets, or the width of a prefix or span; 0 where the cut takes none
     * @param column of what
     */
    public record Term(Transform kind, int width, String column) {
        private String transform() {
            String name = kind.name().toLowerCase(Locale.ROOT);
            return kind.takesWidth ? name + "[" + width + "]" : name;
        }

        private void addTo(PartitionSpec.Builder spec) {
            switch (kind) {
                case IDENTITY -> spec.identity(column);
                case YEAR -> spec.year(column);
                case MONTH -> spec.month(column);
                case DAY -> spec.day(column);
                case HOUR -> spec.hour(column);
                case BUCKET -> spec.bucket(column, width);
                case TRUNCATE -> spec.truncate(column, width);
            }
        }

        /** The term as it is written in a configuration. */
        @Override
        public String toString() {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (kind == Transform.IDENTITY) {
                return column;
            }
            return kind.takesWidth ? name + "(" + width + ", " + column + ")" : name + "(" + column + ")";
        }
    }
}
