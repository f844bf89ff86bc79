package io.tidemark.lake.guard;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Who opens a lake, as far as the guard must know it.
 *
 * @param environment the environment that the caller was configured for; a lake of another one is only read
 * @param writer the job, when it is the one that opens the lake; null for a command, a person or another engine
 * @param breakGlass the explicit, dated permission to do what is refused otherwise; null as a rule
 */
public record Caller(
        String environment,
        @Nullable Writer writer,
        @Nullable BreakGlass breakGlass) implements Serializable {
    /** A command or a person, configured for an environment. */
    public static Caller of(String environment) {
        return new Caller(environment, null, null);
    }

    /** The same, as the job. */
    public Caller as(Writer job) {
        return new Caller(environment, job, breakGlass);
    }

    /** The same, with a permission. */
    public Caller with(BreakGlass permission) {
        return new Caller(environment, writer, permission);
    }
}
