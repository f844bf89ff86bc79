package io.tidemark.rules.service;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in its one canonical form: members in the order of their names' bytes, no white space, what is absent
 * left out.
 */
final class ObjectWriter {
    private final SortedMap<String, String> members = new TreeMap<>(Texts.BYTE_ORDER);

    /** An object that has these members already. */
    ObjectWriter(Unread unread) {
        members.putAll(unread.members());
    }

    /** A string, where there is one. */
    ObjectWriter text(String name, @Nullable String text) {
        return text == null ? this : json(name, Texts.quoted(text));
    }

    /** A whole number, where there is one. */
    ObjectWriter number(String name, @Nullable Number number) {
        return number == null ? this : json(name, Long.toString(number.longValue()));
    }

    /** A truth value, where it is not the default. */
    ObjectWriter flag(String name, boolean value, boolean absent) {
        return value == absent ? this : json(name, Boolean.toString(value));
    }

    /** A list of strings, where it is not empty. */
    ObjectWriter texts(String name, Collection<String> texts) {
        return texts.isEmpty() ? this : json(name, list(texts));
    }

    /** An object, where it is not empty. */
    ObjectWriter object(String name, Map<String, String> object) {
        if (object.isEmpty()) {
            return this;
        }
        ObjectWriter inner = new ObjectWriter(Unread.NONE);
        inner.members.putAll(object);
        return json(name, inner.json());
    }

    /** A value that is JSON already. */
    private ObjectWriter json(String name, String json) {
        members.put(name, json);
        return this;
    }

    /** The object. */
    String json() {
        return members.entrySet().stream()
                .map(member -> Texts.quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A list of strings as JSON. */
    static String list(Collection<String> texts) {
        return texts.stream().map(Texts::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
