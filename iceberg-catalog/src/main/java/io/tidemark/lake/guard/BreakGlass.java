package io.tidemark.lake.guard;

import java.io.Serializable;
import java.time.Instant;

/**
 * A person's explicit permission to do what the guard refuses. It runs out, and every use of it is recorded beside the
 * tables.
 *
 * @param by who gave it
 * @param reason why
 * @param until when it runs out
 */
public record BreakGlass(String by, String reason, Instant until) implements Serializable {
    /**
     * Checks that it names an author.
     *
     * @throws IllegalArgumentException if there is no name or no reason
     */
    public BreakGlass {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("Break-glass needs a name and a reason");
        }
    }
}
