package io.tidemark.lake.guard;

import io.tidemark.lake.guard.Decision.Allowed;
import io.tidemark.lake.guard.Decision.Refused;
import io.tidemark.lake.guard.Decision.ToTrash;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks each change with the {@link Guard}, throws where it refuses, and logs where a permission
 * overrides it.
 *
 * @param caller who makes the request
 * @param limits how long things are kept
 * @param clock what time it is
 * @param exceptionMapper what is thrown for a refusal
 * @param log where the uses of break-glass are written
 */
public record GuardEnforcer(
        Caller caller,
        Limits limits,
        InstantSource clock,
        Function<Refusal, RuntimeException> exceptionMapper,
        BreakGlassLog log) {

    /**
     * Allows a change, as it is or to the trash.
     *
     * @return null: do it as it is; otherwise where the table goes instead
     * @throws RuntimeException made by {@code exceptionMapper}, if it is refused
     */
    public @Nullable ToTrash require(Change change) {
        Guard guard = new Guard(caller, limits, clock.instant());
        Decision decision = guard.review(change);
        if (decision instanceof Refused refused) {
            throw exceptionMapper.apply(refused.refusal());
        }
        ToTrash toTrash = decision instanceof ToTrash trash ? trash : null;
        Refused overridden = toTrash == null ? ((Allowed) decision).overridden() : toTrash.overridden();
        if (overridden != null) {
            log.record(Objects.requireNonNull(caller.breakGlass()), change, overridden, guard.now());
        }
        return toTrash;
    }
}
