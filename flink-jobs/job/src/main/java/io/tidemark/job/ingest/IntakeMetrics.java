package io.tidemark.job.ingest;

import io.tidemark.rules.event.Reason;
import io.tidemark.rules.service.ConfigLog;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the pipeline tells its monitoring, under names that do not change: {@code tidemark.records} by {@code outcome},
 * {@code tidemark.rejected} by {@code reason}, {@code tidemark.throttledPerSecond}, {@code tidemark.eventTimeLagMs}
 * (server received time minus event time of the newest accepted event), {@code tidemark.schemaMisfits} (events that were
 * accepted though they do not fit a schema that only warns), {@code tidemark.configVersion} (the newest version of the
 * service configuration that is known), and {@code tidemark.configLagMs} (how long ago its topic was last read to its end).
 */
final class IntakeMetrics {
    private final Counter accepted;
    private final Counter duplicate;
    private final Counter throttled;
    private final Counter rejected;
    private final Counter misfits;
    private final Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);
    private long eventTimeLag;

    IntakeMetrics(MetricGroup operator, ConfigLog configuration) {
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
        this.misfits = group.counter("schemaMisfits");
        group.gauge("configVersion", () -> configuration.known().newest());
        group.gauge("configLagMs", configuration::behindMillis);
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

    /** An event does not fit a schema that only warns. */
    void misfit() {
        misfits.inc();
    }

    void rejected(Reason reason) {
        rejected.inc();
        byReason.getOrDefault(reason, rejected).inc();
    }
}
