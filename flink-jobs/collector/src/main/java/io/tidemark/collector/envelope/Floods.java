package io.tidemark.collector.envelope;

import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The devices of one request that are over their flood limit, as the answer 429 lists them. */
final class Floods {
    private final Map<String, Long> devices = new TreeMap<>();
    private final Map<String, Long> users = new TreeMap<>();
    private final SortedSet<Integer> events = new TreeSet<>();
    private long threshold = Long.MAX_VALUE;

    /** Whether there are none. */
    boolean isEmpty() {
        return events.isEmpty();
    }

    void add(byte[] deviceKey, DeviceGate.Flood flood, Collection<Integer> ofDevice) {
        (BadEvents.isUserOnly(deviceKey) ? users : devices).put(BadEvents.id(deviceKey), flood.eventsPerSecond());
        events.addAll(ofDevice);
        threshold = Math.min(threshold, flood.threshold());
    }

    /** The answer 429, with all members that the API has. Daily quotas are the job's, so nobody is over one here. */
    Answer answer() {
        return new AnswerJson(429)
                .string("error", Answer.TOO_MANY)
                .number("eps_threshold", threshold)
                .counts("throttled_devices", devices)
                .counts("throttled_users", users)
                .counts("exceeded_daily_quota_devices", Map.of())
                .counts("exceeded_daily_quota_users", Map.of())
                .numbers("throttled_events", events)
                .answer();
    }
}
