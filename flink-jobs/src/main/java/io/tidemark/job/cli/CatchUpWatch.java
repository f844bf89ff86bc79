package io.tidemark.job.cli;

import io.tidemark.job.restore.CatchUp;
import io.tidemark.job.restore.LogLag;
import io.tidemark.lake.catalog.LakeFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Watches a job catch up with its log: for a short while, or until it has. */
final class CatchUpWatch {
    private static final long LOOK_EVERY_MILLIS = 500;
    /** Enough to tell the slowest from the fastest. */
    private static final int STRETCHES = 3;

    private final LogLag lag;
    private final Duration interval;
    private final ProgressLine line;

    /**
     * A watch.
     *
     * @param interval the time between two commits
     */
    CatchUpWatch(LogLag lag, Duration interval, ProgressLine line) {
        this.lag = lag;
        this.interval = interval;
        this.line = line;
    }

    /**
     * Looks until the job was seen to commit a few times, or for so long that it should have.
     *
     * @param untilCaughtUp whether to go on until it keeps up with the log, however long that takes
     */
    CatchUp watch(boolean untilCaughtUp) {
        CatchUp seen = new CatchUp(List.of());
        Instant end = Instant.now().plus(interval.multipliedBy(STRETCHES + 2L)).plusSeconds(5);
        try {
            do {
                seen = seen.with(lag.look(Instant.now()));
                if (line.due()) {
                    line.show(CatchUpText.words(seen));
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            } while (untilCaughtUp
                    ? !seen.caughtUp()
                    : seen.stretches() < STRETCHES && Instant.now().isBefore(end));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeFailure.of("Could not watch the job catch up", e);
        }
        line.end();
        return seen;
    }
}
