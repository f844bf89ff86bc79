package io.tidemark.lake.guard;

import io.tidemark.lake.guard.Decision.Refused;
import java.time.Instant;

/** Where each use of a break-glass permission is written down. */
@FunctionalInterface
public interface BreakGlassLog {
    /**
     * Writes down a use, before the change is done.
     *
     * @param permission the permission that was used
     * @param change what is about to be done
     * @param overridden what would be refused without the permission
     * @param at when
     * @throws RuntimeException if it cannot be written; then the change is not done
     */
    void record(BreakGlass permission, Change change, Refused overridden, Instant at);
}
