package io.tidemark.cli.output;

import io.tidemark.ops.restore.CatchUp;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a pipeline is behind its log, for a person and for a machine. */
public final class CatchUpText {
    private CatchUpText() {}

    /** One sentence or two, in one line. */
    public static String describe(CatchUp seen) {
        CatchUp.Rate drain = seen.drain();
        CatchUp.Rate inflow = seen.inflow();
        String behind = String.format(Locale.ROOT, "%,d offsets behind the log", seen.backlog());
        if (drain == null || inflow == null) {
            return behind + "; the job has not committed often enough yet to tell how fast it is.";
        }
        String rates = String.format(
                Locale.ROOT,
                "%s. The job takes %,.0f a second (%,.0f to %,.0f) while %,.0f come in: ",
                behind,
                drain.mean(),
                drain.lowest(),
                drain.highest(),
                inflow.mean());
        return rates + (seen.caughtUp() ? "it keeps up." : outlook(seen.estimate()));
    }

    private static String outlook(CatchUp.@Nullable Estimate estimate) {
        if (estimate == null) {
            return "it does not catch up.";
        }
        Duration latest = estimate.latest();
        return latest == null
                ? "caught up in " + time(estimate.soonest()) + " at best; in its worst stretch it did not gain on it."
                : "caught up in " + time(estimate.soonest()) + " to " + time(latest) + ".";
    }

    /** A duration as a person says it: to the second below a minute, to the minute above an hour. */
    public static String time(Duration time) {
        long seconds = Math.max(1, (time.toMillis() + 999) / 1_000);
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
}
