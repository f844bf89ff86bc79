package io.tidemark.rules.service;

import io.tidemark.rules.codec.JsonMember;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a schema plan. */
final class SchemaReader {
    private SchemaReader() {}

    /** The plan, of meaning only where the reader found no problem. */
    static ConfigValue.SchemaPlan read(ObjectReader value) {
        SchemaMode mode = word("mode", value, SchemaMode.values(), "off, warn, park");
        ObjectReader plans = value.object("properties");
        SortedMap<String, Property> properties = new TreeMap<>(Texts.BYTE_ORDER);
        List<String> names = plans.names();
        if (names.size() > Bounds.PROPERTIES) {
            value.bound("properties", "has " + names.size() + " properties; allowed: at most " + Bounds.PROPERTIES);
        }
        for (String name : names) {
            if (name.isEmpty() || Texts.length(name) > Bounds.PROPERTY) {
                plans.bound(name, "the name of a property has 1 to " + Bounds.PROPERTY + " characters");
            }
            ObjectReader plan = plans.object(name);
            Property.Type type = plan.isOpen()
                    ? word("type", plan, Property.Type.values(), "string, number, boolean, object, list")
                    : null;
            boolean required = plan.flag("required", false);
            Unread unread = plan.finish();
            if (type != null) {
                properties.put(name, new Property(type, required, unread));
            }
        }
        boolean additional = value.flag("additional", true);
        return new ConfigValue.SchemaPlan(mode == null ? SchemaMode.OFF : mode, properties, additional, value.finish());
    }

    /** One of the constants of an enum in lower case, which must be there. */
    private static <E extends Enum<E>> @Nullable E word(String name, ObjectReader object, E[] words, String allowed) {
        JsonMember member = object.take(name);
        if (member == null) {
            object.problem(name, "is missing; allowed: " + allowed);
            return null;
        }
        String text = member.string();
        for (E each : words) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        object.found(name, member, allowed);
        return null;
    }
}
