package io.tidemark.rules.event;

import org.jspecify.annotations.Nullable;

/**
 * A record refused: a value, never an exception.
 *
 * @param reason why, from the closed list
 * @param field the JSON name of the field at fault, or null where the record as a whole is
 * @param message a sentence that a person understands; it never repeats the record's payload
 */
public record Rejection(Reason reason, @Nullable String field, String message) {}
