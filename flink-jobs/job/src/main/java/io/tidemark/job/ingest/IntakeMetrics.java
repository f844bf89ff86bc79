package io.tidemark.job.ingest;

import io.tidemark.rules.event.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the pipeline tells its monitoring, under names that do not change: {@code tidemark.records} by {@code outcome},
 * {@code tidemark.rejected} by {@code reason}, {@code tidemark.throttledPerSecond}, and {@code tidemark.eventTimeLagMs}
 * (server received time minus event time of the newest accepted event).
 */
final class IntakeMetrics {
    private final Counter accepted;
    private final Counter duplicate;
    private final Counter throttled;
    private final Counter rejected;
    private final Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);
    private long eventTimeLag;

    IntakeMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("tidemark");
        this.accepted = outcome(group, "accepted");
        this.duplicate = outcome(group, "duplicate");
        this.throttled = outcome(group, "throttled");
        this.rejected = outcome(group, "rejected");
        for (Reason reason : Reason.values()) {
            byReason.put(reason, group.addGroup("reason", reason.text()).counter("rejected"));
        }
        group.meter("throttledPerSecond", new MeterView(throttled));
        group.gauge("eventTimeLagMs", () -> eventTimeLag);
    }

    private static Counter outcome(MetricGroup group, String name) {
        return group.addGroup("outcome", name).counter("records");
    }

    void accepted(long behindMillis) {
        accepted.inc();
        eventTimeLag = behindMillis;
    }

    void duplicate() {
        duplicate.inc();
    }

    void throttled() {
        throttled.inc();
    }

    void rejected(Reason reason) {
        rejected.inc();
        byReason.getOrDefault(reason, rejected).inc();
    }
}
