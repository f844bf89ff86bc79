package io.tidemark.lake.guard;

import io.tidemark.lake.guard.Decision.Allowed;
import io.tidemark.lake.guard.Decision.Refused;
import io.tidemark.lake.guard.Decision.ToTrash;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link Guard} at the moment of a change, raises the alarm where it refuses, and writes down where a permission
 * overrides it.
 *
 * @param caller who asks
 * @param limits how long things are kept
 * @param clock what time it is
 * @param alarm what is thrown for a refusal
 * @param log where the uses of break-glass are written
 */
public record Watch(
        Caller caller,
        Limits limits,
        InstantSource clock,
        Function<Refusal, RuntimeException> alarm,
        BreakGlassLog log) {

    /**
     * Lets a change pass, to the trash or as it is.
     *
     * @return null: do it as it is; otherwise where the table goes instead
     * @throws RuntimeException the alarm's, if it is refused
     */
    public @Nullable ToTrash require(Change change) {
        Guard guard = new Guard(caller, limits, clock.instant());
        Decision decision = guard.review(change);
        if (decision instanceof Refused refused) {
            throw alarm.apply(refused.refusal());
        }
        ToTrash toTrash = decision instanceof ToTrash trash ? trash : null;
        Refused overridden = toTrash == null ? ((Allowed) decision).overridden() : toTrash.overridden();
        if (overridden != null) {
            log.record(Objects.requireNonNull(caller.breakGlass()), change, overridden, guard.now());
        }
        return toTrash;
    }
}
