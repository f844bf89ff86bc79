package io.tidemark.collector.flood;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Token buckets by the hash of what they are for; of too many the one that was used the longest ago is forgotten, which only
 * fills it again. For one thread at a time.
 */
final class Buckets {
    private static final float LOAD = 0.75f;

    private final Map<Long, Bucket> byKey;

    /** How full a bucket was, in thousandths of an event, and when. */
    private static final class Bucket {
        private long left;
        private long at;
    }

    Buckets(int most) {
        this.byKey = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    int size() {
        return byKey.size();
    }

    /** Whether a bucket is known; one that is not is full. */
    boolean has(long key) {
        return byKey.containsKey(key);
    }

    /**
     * Takes events out of a bucket that is not empty; it may owe some afterwards, so that a request with more events than a
     * full bucket has is not refused for ever.
     *
     * @param events how many
     * @param nowMillis the time; one that goes back adds nothing and takes nothing away
     * @param capacity how many events a full bucket has
     * @param windowMillis how long an empty bucket takes to be full
     * @return whether it was not empty
     */
    boolean take(long key, int events, long nowMillis, long capacity, long windowMillis) {
        long full = capacity * 1000;
        Bucket bucket = byKey.get(key);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.left = full;
            bucket.at = nowMillis;
            byKey.put(key, bucket);
        }
        long passed = nowMillis - bucket.at;
        if (passed > 0) {
            bucket.left = passed >= windowMillis
                    ? full
                    : Math.min(
                            full,
                            bucket.left + full / windowMillis * passed + full % windowMillis * passed / windowMillis);
            bucket.at = nowMillis;
        } else if (passed < -windowMillis) {
            // The clock was set back: else the bucket would stay as it is until it is there again.
            bucket.at = nowMillis;
        }
        if (bucket.left < 1000) {
            return false;
        }
        bucket.left -= events * 1000L;
        return true;
    }
}
