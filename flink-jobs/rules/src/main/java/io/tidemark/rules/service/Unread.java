package io.tidemark.rules.service;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Members of a stored object that this release does not know: kept as they are written, without an effect.
 *
 * @param members the members' values as JSON text, by their names
 */
public record Unread(SortedMap<String, String> members) {
    /** Everything is known. */
    public static final Unread NONE = new Unread(new TreeMap<>());

    /** Keeps a copy in the order of the names' bytes. */
    public Unread {
        members = Texts.sorted(members);
    }

    /** Whether everything is known. */
    public boolean isEmpty() {
        return members.isEmpty();
    }
}
