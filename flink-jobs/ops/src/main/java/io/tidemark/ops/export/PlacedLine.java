package io.tidemark.ops.export;

import io.tidemark.rules.event.LogPosition;
import java.util.Comparator;

/**
 * A line of the archive and where it belongs.
 *
 * @param hour the hours since the epoch, by {@code server_upload_time}
 * @param project the project
 * @param place the event's position in the log
 * @param text the line, without its end
 */
@SuppressWarnings("ArrayRecordComponent")
record PlacedLine(long hour, String project, LogPosition place, byte[] text) {
    /** By hour, then by project, then in the order of the log. */
    static final Comparator<PlacedLine> ORDER = Comparator.comparingLong(PlacedLine::hour)
            .thenComparing(PlacedLine::project)
            .thenComparingInt(line -> line.place().generation())
            .thenComparingInt(line -> line.place().partition())
            .thenComparingLong(line -> line.place().offset());
}
