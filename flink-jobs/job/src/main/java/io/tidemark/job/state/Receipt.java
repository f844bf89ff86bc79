package io.tidemark.job.state;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.IntakeRules;

/**
 * The position of an event in the log, and when it came.
 *
 * @param place its place
 * @param serverReceived when it was received, ms since the epoch
 * @param uploaded the Kafka record's timestamp, ms since the epoch, within what the tables can hold
 */
public record Receipt(LogPosition place, long serverReceived, long uploaded) {
    /** The entry of the window that it makes. */
    public DedupEntry sighting() {
        return new DedupEntry(place, serverReceived, Math.max(serverReceived, uploaded));
    }

    /** What is older than this is evicted from the window, ms since the epoch. */
    public long evictBefore(IntakeRules rules) {
        return rules.evictBefore(serverReceived, uploaded);
    }
}
