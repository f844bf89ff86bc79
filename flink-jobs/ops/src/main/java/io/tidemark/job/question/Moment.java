package io.tidemark.job.question;

import io.tidemark.job.config.TimeParser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A point in time that every engine can write. */
final class Moment {
    private Moment() {}

    /** What a text means; null if nothing, or if it is outside the years 1 to 9999. */
    static @Nullable Instant parse(String text, Instant now) {
        Instant moment = TimeParser.parse(text, now);
        return moment == null || !nearest(moment).equals(moment) ? null : moment;
    }

    /** The nearest one that every engine can write: those before the beginning or after the end are not. */
    static Instant nearest(Instant moment) {
        if (moment.isBefore(TimeParser.BEGINNING)) {
            return TimeParser.BEGINNING;
        }
        return moment.isAfter(TimeParser.END) ? TimeParser.END : moment;
    }
}
