package io.tidemark.ops.question;

import io.tidemark.job.config.TimeParser;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A point in time that every engine can write. */
final class EngineTime {
    private EngineTime() {}

    /** What a text means, in a zone where it names none; null if nothing, or if it is outside the years 1 to 9999. */
    static @Nullable Instant parse(String text, Instant now, ZoneId zone) {
        Instant time = TimeParser.parse(text, now, zone);
        return time == null || !nearest(time).equals(time) ? null : time;
    }

    /** The nearest one that every engine can write: those before the beginning or after the end are not. */
    static Instant nearest(Instant time) {
        if (time.isBefore(TimeParser.BEGINNING)) {
            return TimeParser.BEGINNING;
        }
        return time.isAfter(TimeParser.END) ? TimeParser.END : time;
    }
}
