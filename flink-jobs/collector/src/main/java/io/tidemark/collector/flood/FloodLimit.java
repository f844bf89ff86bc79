package io.tidemark.collector.flood;

import io.tidemark.config.ThrottleConfig;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Murmur3;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;

/**
 * How much a device may send to one collector: a multiple of its limit over the same window. What is below is taken in, and
 * the job parks what is over the device's limit; what is above is refused.
 *
 * <p>Devices that stay below their limit are counted in a sketch of fixed size; one that may be above it gets a bucket of its
 * own, of which there are so many at most. So memory is bounded whatever is sent, and an honest device is never refused for
 * another one. May be used by any thread.
 */
public final class FloodLimit {
    private static final int MOST_DEVICES = 100_000;
    private static final int MOST = Integer.MAX_VALUE / 1000;

    private final int factor;
    private final ThrottleConfig defaults;
    private final long windowMillis;
    private final Sketch seen;
    private final Buckets buckets;

    /**
     * A limit of so many times a device's.
     *
     * @param factor how many times; 0: no limit
     * @param defaults the limits where the service configuration says nothing
     */
    public FloodLimit(int factor, ThrottleConfig defaults) {
        this(factor, defaults, MOST_DEVICES);
    }

    FloodLimit(int factor, ThrottleConfig defaults, int mostDevices) {
        this.factor = factor;
        this.defaults = defaults;
        this.windowMillis = defaults.averagedOver().toMillis();
        this.seen = new Sketch(windowMillis);
        this.buckets = new Buckets(mostDevices);
    }

    /**
     * Counts the events that a device sends at one time.
     *
     * @param config the configuration in force
     * @return whether they are within the limit; one request may exceed it
     */
    public boolean takes(ServiceConfig config, String project, byte[] deviceKey, int events, long nowMillis) {
        int perSecond = eventsPerSecond(config, project, deviceKey);
        if (factor == 0 || perSecond == 0) {
            return true;
        }
        long soft = perSecond * (windowMillis / 1000);
        long hash = new Murmur3()
                .start(DeviceKey.scope(project))
                .add(deviceKey, 0, deviceKey.length)
                .finish()
                .first();
        synchronized (this) {
            boolean own = buckets.has(hash);
            if (!own && seen.count(hash, events, nowMillis) <= soft) {
                return true;
            }
            // What it has sent before, up to its limit, is not counted: a flood is many times that.
            return buckets.take(hash, events, nowMillis, Math.min(MOST, soft * factor), windowMillis);
        }
    }

    /** The limit that a device may send at, in events a second on average; 0: any number. */
    public long threshold(ServiceConfig config, String project, byte[] deviceKey) {
        return (long) factor * eventsPerSecond(config, project, deviceKey);
    }

    private int eventsPerSecond(ServiceConfig config, String project, byte[] deviceKey) {
        if (!config.isConfigured(project)) {
            return defaults.eventsPerSecond();
        }
        ConfigValue.Limits limits = config.limits(project, new String(deviceKey, StandardCharsets.UTF_8));
        return limits.eventsPerSecondOr(defaults.eventsPerSecond());
    }

    /** How many devices have a bucket of their own. */
    public synchronized int devices() {
        return buckets.size();
    }
}
