package io.tidemark.ops.feed;

import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The made-up traffic of one day, handed on at its own pace, whatever becomes of its consumer. */
public final class PacedTraffic implements Records {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long TICK_MILLIS = 20;
    private static final double MILLIS = 1_000.0;

    private final long seed;
    private final long events;
    private final int rate;
    private final AtomicLong allowed;

    /**
     * Traffic.
     *
     * @param seed the same seed gives the same records, but for the day
     * @param events how many records there are
     * @param rate how many come a second
     * @param allowed how many come before {@link #allow} says more
     */
    public PacedTraffic(long seed, long events, int rate, long allowed) {
        this.seed = seed;
        this.events = events;
        this.rate = rate;
        this.allowed = new AtomicLong(allowed);
    }

    /** Lets so many records come in all. */
    public void allow(long records) {
        allowed.set(records);
    }

    @Override
    public List<String> forEach(Consumer consumer) throws InterruptedException {
        long begin = System.currentTimeMillis();
        Traffic traffic = new Traffic(TrafficSettings.of(seed, events, begin - DAY_MILLIS, DAY_MILLIS));
        double due = 0;
        long last = begin;
        long sent = 0;
        while (sent < events) {
            long now = System.currentTimeMillis();
            due = Math.min((double) allowed.get(), due + (double) (now - last) * rate / MILLIS);
            last = now;
            for (; sent + 1 <= due; sent++) {
                consumer.accept(traffic.next().value(), null);
            }
            Thread.sleep(TICK_MILLIS);
        }
        return List.of();
    }
}
