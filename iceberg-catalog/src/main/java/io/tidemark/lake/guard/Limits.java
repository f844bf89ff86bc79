package io.tidemark.lake.guard;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a guard keeps things.
 *
 * @param floor how old a snapshot of a protected table must be before it may be let go
 * @param trashFor how long a dropped table can be had back; zero: an unprotected one goes at once
 * @param trash the namespace of the trash, its levels separated by dots
 */
public record Limits(Duration floor, Duration trashFor, String trash) implements Serializable {
    /** Two days of history, a week in the trash. */
    public static Limits defaults() {
        return new Limits(Duration.ofDays(2), Duration.ofDays(7), "tidemark_trash");
    }
}
