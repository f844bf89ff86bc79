package io.tidemark.ops.configure;

import java.time.Instant;

/**
 * Which share of the events that were accepted in the last day a version would have parked.
 *
 * @param events how many there were, of the projects whose filters or schemas it changes
 * @param parked how many of these it would have parked, without those that would be parked now anyway
 * @param sample whether only some of them were looked at
 * @param from the beginning of the day, by Kafka's timestamps
 * @param to its end: when the newest event came
 */
public record ParkedShare(long events, long parked, boolean sample, Instant from, Instant to) {
    /** Whether it would have parked every event that was looked at. */
    public boolean isAll() {
        return events > 0 && parked == events;
    }
}
