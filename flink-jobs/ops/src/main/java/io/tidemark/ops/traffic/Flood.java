package io.tidemark.ops.traffic;

import io.tidemark.ops.traffic.Device.Platform;

/**
 * Scrapers that read the whole shop: now and then one device sends fifty events a second for forty seconds, which is
 * over the limit of thirty.
 */
final class Flood {
    static final int EVENTS = 2_000;

    private static final double SHARE = 0.03;
    private static final long SMALLEST_TRAFFIC = 20_000;
    private static final double GAP_MILLIS = 20;

    private final long seed;
    private final long startMillis;
    private final double everyMillis;
    private final double gapMillis;
    private final long floods;
    private long flood;
    private int event;

    Flood(TrafficSettings settings) {
        this.seed = settings.seed();
        this.startMillis = settings.startMillis();
        this.floods =
                settings.events() < SMALLEST_TRAFFIC ? 0 : Math.max(1, Math.round(settings.events() * SHARE / EVENTS));
        this.everyMillis = floods == 0 ? 0 : (double) settings.spanMillis() / floods;
        this.gapMillis = Math.min(GAP_MILLIS, everyMillis / 2 / EVENTS);
    }

    /** How many events all floods have together. */
    long events() {
        return floods * EVENTS;
    }

    double nextMillis() {
        return flood == floods
                ? Double.POSITIVE_INFINITY
                : startMillis + (flood + 0.25) * everyMillis + event * gapMillis;
    }

    /** The device of the flood that is going on. */
    Device device() {
        return Device.of(Hash.of(seed ^ 0xF100DL, flood), Platform.WEB);
    }

    /** Goes on to the next event; says whether it is the first of a flood. */
    void advance() {
        event++;
        if (event == EVENTS) {
            event = 0;
            flood++;
        }
    }

    boolean begins() {
        return event == 0;
    }
}
