package io.tidemark.ops.archive;

import io.tidemark.rules.event.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * A line of an archive as a raw event.
 *
 * @param value the event's JSON, as it would be sent
 * @param timestamp when it reached the log, ms since the epoch; null where the line does not say
 * @param place its position in the log; null where the line does not say
 */
@SuppressWarnings("ArrayRecordComponent")
public record ArchivedEvent(
        byte[] value, @Nullable Long timestamp, @Nullable LogPosition place) {}
