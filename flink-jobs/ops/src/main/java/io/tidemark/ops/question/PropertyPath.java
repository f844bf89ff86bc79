package io.tidemark.ops.question;

import io.tidemark.lake.table.LakeTable;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What an event can be told apart by: a column, a property in one of the columns that hold a JSON object, or nothing.
 *
 * @param column the column; empty for nothing
 * @param property the name of the property, in whatever letters; empty for the column itself
 */
record PropertyPath(String column, String property) {
    private static final String NOTHING = "none";
    private static final String OF_PEOPLE = "user_properties";
    private static final Set<String> OBJECTS =
            Set.of("event_properties", "user_properties", "groups", "group_properties", "plan", "extra");

    /** Reads {@code platform}, {@code event_properties.color} or {@code none}. */
    static PropertyPath parse(String text) {
        if (text.equals(NOTHING)) {
            return new PropertyPath("", "");
        }
        int dot = text.indexOf('.');
        String column = dot < 0 ? text : text.substring(0, dot);
        String property = dot < 0 ? "" : text.substring(dot + 1);
        if (dot >= 0 ? !OBJECTS.contains(column) || property.isEmpty() : !texts().contains(column)) {
            throw new WrongArgument(
                    "is none, a column of events with text in it such as platform or country, or a property"
                            + " such as event_properties.color; objects are "
                            + OBJECTS.stream().sorted().collect(Collectors.joining(", ")));
        }
        if (property.indexOf('"') >= 0 || property.indexOf('\\') >= 0 || property.indexOf('\'') >= 0) {
            throw new WrongArgument(
                    "names a property without quotes and backslashes, which not every engine can look up");
        }
        return new PropertyPath(column, property);
    }

    private static Set<String> texts() {
        return LakeTable.EVENTS.schema().columns().stream()
                .filter(field -> field.type().typeId() == Type.TypeID.STRING)
                .map(NestedField::name)
                .collect(Collectors.toSet());
    }

    /**
     * Whether it is in a JSON object, where a value may be a list; a column and nothing have one text at most, and cost no
     * look into an object.
     */
    boolean isProperty() {
        return !property.isEmpty();
    }

    /** Whether it is a property of people: what the person had when the event came in, not what that event alone says. */
    boolean isOfPeople() {
        return isProperty() && column.equals(OF_PEOPLE);
    }

    /** An expression for its text in a dialect; null where an event has none, and of a list, which has no single one. */
    String render(Dialect dialect) {
        if (column.isEmpty()) {
            return dialect.text("all");
        }
        return isProperty() ? member("JSON_TEXT", dialect.name(column), dialect) : dialect.name(column);
    }

    /** The column that it is read from, in a dialect; a text where it is nothing. */
    String renderSource(Dialect dialect) {
        return column.isEmpty() ? render(dialect) : dialect.name(column);
    }

    /**
     * An expression for its segments in a dialect: the text of a column or of nothing; of a {@link #isProperty() property} the
     * list of its texts.
     *
     * @param source an expression for what {@link #renderSource} gives
     */
    String renderSegments(String source, Dialect dialect) {
        if (isProperty()) {
            return member("JSON_TEXTS", source, dialect);
        }
        return column.isEmpty() ? render(dialect) : source;
    }

    /**
     * An expression for the list of its texts in a dialect, of a {@link #isProperty() property}: those of a list's elements,
     * each once, without elements that are objects, lists or null; the one of a single value; and one null if there is none.
     */
    private String renderList(Dialect dialect) {
        return renderSegments(renderSource(dialect), dialect);
    }

    /**
     * A condition in a dialect: whether its text fulfils something, and of a list, whether the text of any element does.
     *
     * @param operator {@code =}, which compares texts, {@code contains}, which does so without regard to capitals, or {@code <}, {@code <=}, {@code >} and {@code >=},
     *     which compare numbers: a text that is none fulfils none of them
     * @param value an expression for the text that it is compared with, in the dialect
     */
    String renderAny(String operator, String value, Dialect dialect) {
        if (!isProperty() && operator.equals("=")) {
            return render(dialect) + " = " + value;
        }
        String list = isProperty()
                ? renderList(dialect)
                : call("LIST_OF", dialect).with(render(dialect)).render();
        return call("ANY_TEXT", dialect)
                .with(list)
                .with(dialect.text(operator))
                .with(value)
                .render();
    }

    /** A condition in a dialect: whether an event has a text of it, or a list with one. */
    String renderSet(Dialect dialect) {
        return isProperty()
                ? call("ANY_TEXT", dialect)
                        .with(renderList(dialect))
                        .with(dialect.text("set"))
                        .with(dialect.text(""))
                        .render()
                : "(" + render(dialect) + " IS NOT NULL)";
    }

    private String member(String word, String document, Dialect dialect) {
        return call(word, dialect).with(document).with(dialect.text(property)).render();
    }

    private static Macros.Use call(String word, Dialect dialect) {
        return dialect.macros().use(word);
    }
}
