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

    /** An expression for its text in a dialect; null where an event has none. */
    String render(Dialect dialect) {
        if (column.isEmpty()) {
            return dialect.text("all");
        }
        String named = dialect.name(column);
        return property.isEmpty()
                ? named
                : Token.text(
                        dialect.macros().expand(Token.of("JSON_TEXT(" + named + ", " + dialect.text(property) + ")")));
    }
}
