package io.tidemark.collector.delivery;

import java.time.Duration;

/**
 * The numbers of a delivery.
 *
 * @param waitingBytes how many bytes may wait to be stored; what would be more is refused
 * @param answerWithin how long a caller waits at most: less than 8 s with the time between two ticks
 * @param drainRecords how many records of the spool are held and sent at one time
 * @param drainBytes about how many bytes of them
 * @param backOff how long the log is left alone after a failure; twice as long after each further one
 * @param longestBackOff but no longer than this
 */
public record DeliverySettings(
        long waitingBytes,
        Duration answerWithin,
        int drainRecords,
        int drainBytes,
        Duration backOff,
        Duration longestBackOff) {
    /** What a producer takes for batches that are not full. */
    private static final long BATCHES = 16L * 1024 * 1024;

    /** The settings of a collector, for so many bytes that may wait. */
    public static DeliverySettings of(long waitingBytes) {
        return new DeliverySettings(
                waitingBytes,
                Duration.ofSeconds(7),
                10_000,
                4 * 1024 * 1024,
                Duration.ofMillis(250),
                Duration.ofSeconds(5));
    }

    /** How many bytes a producer needs for what may be in flight, with room for what it adds to each event. */
    public long bufferBytes() {
        return waitingBytes + waitingBytes / 4 + 2L * drainBytes + BATCHES;
    }
}
