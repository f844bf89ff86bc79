package io.tidemark.rules.intake;

import io.tidemark.rules.identity.IdentityKeys;
import java.io.Serializable;

/**
 * The numbers by which records are judged; all from the configuration.
 *
 * @param identities how ids are derived
 * @param minIdLength the shortest id allowed, in characters, where the event does not say otherwise
 * @param deduplicateForMillis how long an {@code insert_id} is remembered, from its first sighting
 * @param throttle the limits per device
 */
public record IntakeRules(IdentityKeys identities, int minIdLength, long deduplicateForMillis, Throttle throttle)
        implements Serializable {

    /**
     * Which first sightings need not be remembered any more: those whose later clock is before the answer. Both of the
     * clocks of the event at hand, its server's and Kafka's, have passed them by twice the time for which they count.
     * So neither a clock that jumps nor a file of old events that is imported today makes a duplicate pass.
     *
     * @param serverReceived when the event was received, ms since the epoch
     * @param uploaded the Kafka record's timestamp, ms since the epoch
     */
    public long evictBefore(long serverReceived, long uploaded) {
        return Math.min(serverReceived, uploaded) - 2 * deduplicateForMillis;
    }

    /**
     * What is allowed to a device.
     *
     * @param throttle how many events
     * @param blocked whether none at all: then nothing of it is accepted, nor counted
     */
    public record DeviceLimits(Throttle throttle, boolean blocked) {
        /** Whether its events count in the window of seconds. */
        public boolean countsSeconds() {
            return !blocked && throttle.eventsPerSecond() > 0;
        }

        /** Whether its events count in the window of hours. */
        public boolean countsHours() {
            return !blocked && throttle.eventsPerDay() > 0;
        }
    }

    /**
     * The limits per device key.
     *
     * @param eventsPerSecond events a second on average; 0 turns the limit off
     * @param overSeconds the seconds over which it is averaged
     * @param eventsPerDay events in 24 hours; 0 turns the limit off
     */
    public record Throttle(int eventsPerSecond, int overSeconds, int eventsPerDay) implements Serializable {
        /** The limits that Amplitude documents: 30 events/s averaged over 30 s, 500,000 in 24 h. */
        public static final Throttle DOCUMENTED = new Throttle(30, 30, 500_000);
        /** No limits: how files are imported. */
        public static final Throttle OFF = new Throttle(0, 30, 0);

        /** How many events the averaging window holds before it is full. */
        public long eventsPerWindow() {
            return (long) eventsPerSecond * overSeconds;
        }
    }
}
