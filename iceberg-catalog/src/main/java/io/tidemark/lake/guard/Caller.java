package io.tidemark.lake.guard;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Who opens a lake, as far as the guard must know it.
 *
 * @param environment the environment that the caller was configured for; a lake of another one is only read
 * @param purpose what for
 * @param writer the job, when it is the one that opens the lake; null for a command, a person or another engine
 * @param breakGlass the explicit, dated permission to do what is refused otherwise; null as a rule
 */
public record Caller(
        String environment,
        Purpose purpose,
        @Nullable Writer writer,
        @Nullable BreakGlass breakGlass) implements Serializable {
    /**
     * Checks that rows are written by a job that the guard knows, and by nobody else.
     *
     * @throws IllegalArgumentException if there is a writer with another purpose, or none to write
     */
    public Caller {
        if ((purpose == Purpose.WRITE) != (writer != null)) {
            throw new IllegalArgumentException("To write takes a writer, and a writer does nothing else: " + purpose);
        }
    }

    /** A command or a person, configured for an environment. */
    public static Caller of(String environment) {
        return new Caller(environment, Purpose.USE, null, null);
    }

    /** The same, as the job. */
    public Caller as(Writer job) {
        return new Caller(environment, Purpose.WRITE, job, breakGlass);
    }

    /**
     * The same, with another purpose.
     *
     * @throws IllegalArgumentException if it is to write, for which it takes {@link #as}
     */
    public Caller to(Purpose other) {
        return new Caller(environment, other, null, breakGlass);
    }

    /** The same, with a permission. */
    public Caller with(BreakGlass permission) {
        return new Caller(environment, purpose, writer, permission);
    }
}
