package io.tidemark.rules.intake;

import io.tidemark.rules.event.LogPosition;

/**
 * The first sighting of an {@code insert_id}.
 *
 * @param place the position of the accepted event
 * @param serverReceived when it was received, ms since the epoch: the window begins here
 * @param latestClock the later of the times at which it was received and uploaded, ms since the epoch: it is remembered
 *     until both clocks have left it behind
 */
public record DedupEntry(LogPosition place, long serverReceived, long latestClock) {}
