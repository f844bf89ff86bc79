package io.tidemark.ops.traffic;

/**
 * What traffic to make.
 *
 * @param seed the same seed gives the same bytes
 * @param events how many records, the duplicates, broken ones and floods among them
 * @param startMillis when the first record is received, ms since the epoch
 * @param spanMillis how long it takes until about the last one is received
 * @param people how many people come again and again; about a third more come once
 * @param averageBytes how many bytes an unbroken record has on average, 400 or more; a record is within a fifth of it
 */
public record TrafficSettings(long seed, long events, long startMillis, long spanMillis, int people, int averageBytes) {
    /** The size of the demo's records in bytes. */
    public static final int DEFAULT_AVERAGE_BYTES = 550;

    private static final int SMALLEST_AVERAGE_BYTES = 400;
    private static final int EVENTS_A_PERSON = 36;
    private static final int MOST_PEOPLE = 200_000;

    /** Refuses what makes no traffic. */
    public TrafficSettings {
        if (events < 0 || spanMillis <= 0 || people <= 0 || averageBytes < SMALLEST_AVERAGE_BYTES) {
            throw new IllegalArgumentException(
                    "Traffic needs events >= 0, spanMillis > 0, people > 0 and averageBytes >= "
                            + SMALLEST_AVERAGE_BYTES + ", and got events=" + events + " spanMillis=" + spanMillis
                            + " people="
                            + people + " averageBytes=" + averageBytes + ".");
        }
    }

    /** Traffic with as many people as make about three visits each, and records of the usual size. */
    public static TrafficSettings of(long seed, long events, long startMillis, long spanMillis) {
        int people = (int) Math.max(20, Math.min(MOST_PEOPLE, events / EVENTS_A_PERSON));
        return new TrafficSettings(seed, events, startMillis, spanMillis, people, DEFAULT_AVERAGE_BYTES);
    }

    /** The same traffic in records of another average size. */
    public TrafficSettings withAverageBytes(int bytes) {
        return new TrafficSettings(seed, events, startMillis, spanMillis, people, bytes);
    }
}
