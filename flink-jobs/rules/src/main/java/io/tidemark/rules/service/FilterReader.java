package io.tidemark.rules.service;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.event.Field;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a filter: what a condition may be on. */
final class FilterReader {
    private static final List<String> OBJECTS =
            List.of(Field.EVENT_PROPERTIES.jsonName() + ".", Field.USER_PROPERTIES.jsonName() + ".");
    private static final TextRule VALUES =
            new TextRule("a text to compare with", Bounds.PROPERTY, Bounds.VALUES, "", text -> true);
    private static final String CONDITION = "a text field of an event, such as platform, or event_properties.NAME or"
            + " user_properties.NAME, at most " + Bounds.PROPERTY + " characters";

    private FilterReader() {}

    /** The filter, of meaning only where the reader found no problem. */
    static ConfigValue.Filter read(ObjectReader value, Strictness strictness) {
        SortedMap<String, List<String>> where = new TreeMap<>(Texts.BYTE_ORDER);
        ObjectReader conditions = value.object("where");
        List<String> names = conditions.names();
        JsonMember member = value.take("where");
        if (member != null && member.isObject() && (names.isEmpty() || names.size() > Bounds.CONDITIONS)) {
            value.bound(
                    "where",
                    "has " + names.size() + " conditions; allowed: 1 to " + Bounds.CONDITIONS
                            + "; leave it out to park every event of the type");
        }
        for (String name : names) {
            JsonMember condition = conditions.take(name);
            if (!isCondition(name, strictness)) {
                conditions.problem(name, "no condition can be on this; allowed: " + CONDITION);
            }
            if (condition != null) {
                where.put(name, conditions.textOrTexts(name, condition, VALUES));
            }
        }
        return new ConfigValue.Filter(where, value.finish());
    }

    private static boolean isCondition(String name, Strictness strictness) {
        boolean fits = !strictness.checksBounds() || Texts.length(name) <= Bounds.PROPERTY;
        for (String prefix : OBJECTS) {
            if (name.startsWith(prefix)) {
                return fits && name.length() > prefix.length();
            }
        }
        return Field.all().stream()
                .anyMatch(field -> field.jsonName().equals(name)
                        && (field.kind() == Field.Kind.TEXT || field.kind() == Field.Kind.ID));
    }
}
