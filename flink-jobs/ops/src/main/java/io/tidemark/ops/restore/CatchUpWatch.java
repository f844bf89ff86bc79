package io.tidemark.ops.restore;

import io.tidemark.lake.catalog.LakeFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Watches a job catch up with its log: for a short while, or until it has. */
public final class CatchUpWatch {
    private static final long LOOK_EVERY_MILLIS = 500;
    /** Enough to tell the slowest from the fastest. */
    private static final int STRETCHES = 3;

    private final LogLag lag;
    private final Duration interval;
    private final InstantSource clock;
    private final Consumer<CatchUp> progress;

    /**
     * A watch.
     *
     * @param interval the time between two commits
     * @param progress takes what was seen so far, after each look
     */
    public CatchUpWatch(LogLag lag, Duration interval, InstantSource clock, Consumer<CatchUp> progress) {
        this.lag = lag;
        this.interval = interval;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Looks until the job was seen to commit a few times, or for so long that it should have.
     *
     * @param untilCaughtUp whether to go on until it keeps up with the log, however long that takes
     */
    public CatchUp watch(boolean untilCaughtUp) {
        CatchUp seen = new CatchUp(List.of());
        Instant end =
                clock.instant().plus(interval.multipliedBy(STRETCHES + 2L)).plusSeconds(5);
        try {
            do {
                seen = seen.with(lag.look(clock.instant()));
                progress.accept(seen);
                Thread.sleep(LOOK_EVERY_MILLIS);
            } while (untilCaughtUp
                    ? !seen.caughtUp()
                    : seen.stretches() < STRETCHES && clock.instant().isBefore(end));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeFailure.of("Could not watch the job catch up", e);
        }
        return seen;
    }
}
