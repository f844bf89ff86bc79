package io.tidemark.collector.flood;

import io.tidemark.rules.event.Murmur3;
import java.time.Duration;

/**
 * How many requests without a valid key an address may send. May be used by any thread; its memory is bounded.
 */
public final class BadKeys {
    private static final int MOST_ADDRESSES = 10_000;
    private static final long WINDOW = Duration.ofMinutes(1).toMillis();

    private final int perMinute;
    private final Buckets buckets = new Buckets(MOST_ADDRESSES);

    /** @param perMinute how many in a minute; 0: any number */
    public BadKeys(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Counts one.
     *
     * @param address the sender's address as bytes
     * @return whether it is within the limit
     */
    public boolean takes(byte[] address, long nowMillis) {
        if (perMinute == 0) {
            return true;
        }
        long hash =
                new Murmur3().start(0).add(address, 0, address.length).finish().first();
        synchronized (this) {
            return buckets.take(hash, 1, nowMillis, perMinute, WINDOW);
        }
    }
}
