package io.tidemark.ops.traffic;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** When visitors' events arrive: at random, by day more than by night where the traffic lasts for a day or longer. */
final class Pace {
    private static final long DAY = TimeUnit.DAYS.toMillis(1);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    /** How busy each hour of the day (UTC) is; 1 on average. */
    private static final double[] BUSY = {
        0.4, 0.3, 0.3, 0.3, 0.4, 0.5, 0.7, 0.9, 1.1, 1.2, 1.3, 1.3, 1.4, 1.3, 1.2, 1.2, 1.2, 1.3, 1.5, 1.7, 1.6, 1.3,
        0.9, 0.7
    };

    private final double meanGapMillis;
    private final boolean daily;
    private double nextMillis;

    Pace(long startMillis, long spanMillis, long events) {
        this.meanGapMillis = (double) spanMillis / Math.max(1, events);
        this.daily = spanMillis >= DAY;
        this.nextMillis = startMillis;
    }

    double nextMillis() {
        return nextMillis;
    }

    void advance(SplittableRandom random) {
        double busy = daily ? BUSY[(int) (Math.floorMod((long) nextMillis, DAY) / HOUR)] : 1;
        nextMillis += meanGapMillis * 2 * random.nextDouble() / busy;
    }
}
