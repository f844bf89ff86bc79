package io.tidemark.lake.status;

import java.time.Duration;
import java.util.Locale;

/** A time span as a person says it. */
public final class Age {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Age() {}

    /** For example {@code 4 s}, {@code 3 min}, {@code 2.5 h}, {@code 6.8 d}; a clock that is behind gives {@code 0 s}. */
    public static String of(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        } else if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        } else if (seconds < 2 * DAY) {
            return String.format(Locale.ROOT, "%.1f h", (double) seconds / HOUR);
        }
        return String.format(Locale.ROOT, "%.1f d", (double) seconds / DAY);
    }
}
