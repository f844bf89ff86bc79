package io.tidemark.rules.service;

import java.util.Locale;

/**
 * A property in a schema plan.
 *
 * @param type what its value is; JSON null is "absent"
 * @param required whether an event must have it
 * @param unread members that this release does not know
 */
public record Property(Type type, boolean required, Unread unread) {
    /** The types of JSON. */
    public enum Type {
        /** A text. */
        STRING,
        /** Any number. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** An object. */
        OBJECT,
        /** An array. */
        LIST;

        /** As it is written in a plan. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** With members that are all known. */
    public Property(Type type, boolean required) {
        this(type, required, Unread.NONE);
    }

    String json() {
        return new ObjectWriter(unread)
                .text("type", type.word())
                .flag("required", required, false)
                .json();
    }
}
