package io.tidemark.rules.service;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the strings of a list may be.
 *
 * @param item what one of them is, such as {@code an event type}
 * @param longest the most characters of one
 * @param mostItems the most of them
 * @param whenEmpty what to do instead of an empty list, as the end of a sentence; may be empty
 * @param fits the form of one
 */
record TextRule(String item, int longest, int mostItems, String whenEmpty, Predicate<String> fits) {
    /** What is allowed, for messages. */
    String allowed() {
        return "a list, each " + itemAllowed();
    }

    /** What one string may be, for messages. */
    String itemAllowed() {
        return item + ", at most " + longest + " characters";
    }

    /** What is wrong with a string; null where nothing is. */
    @Nullable
    String fault(String text) {
        boolean good = Texts.length(text) <= longest && fits.test(text);
        return good ? null : "found " + Texts.shown(text) + "; allowed: " + itemAllowed();
    }
}
