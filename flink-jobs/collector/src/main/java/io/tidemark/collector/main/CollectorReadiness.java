package io.tidemark.collector.main;

import io.tidemark.collector.delivery.Delivery;
import io.tidemark.collector.delivery.DeliveryStatus;
import io.tidemark.collector.http.Readiness;
import io.tidemark.collector.metrics.CollectorMetrics;
import io.tidemark.collector.metrics.DeliveryOutcome;
import io.tidemark.collector.service.ServiceVersions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a collector can take events, and what a person should know of it. */
final class CollectorReadiness {
    private final ServiceVersions versions;
    private final Delivery delivery;
    private final Duration configMaxAge;
    private final InstantSource clock;

    CollectorReadiness(ServiceVersions versions, Delivery delivery, Duration configMaxAge, InstantSource clock) {
        this.versions = versions;
        this.delivery = delivery;
        this.configMaxAge = configMaxAge;
        this.clock = clock;
    }

    Readiness now() {
        DeliveryStatus status = delivery.status();
        long now = clock.millis();
        List<String> reasons = new ArrayList<>();
        boolean ready = true;
        if (!status.canStore()) {
            ready = false;
            reasons.add("neither Kafka nor the spool takes events");
        } else if (!status.logUp()) {
            reasons.add("Kafka does not answer; events go to the spool");
        }
        if (!versions.canCheckKeys()) {
            ready = false;
            reasons.add("the service configuration was not read yet, so no API key can be checked");
        } else if (versions.isKnown() && configAge(now) > configMaxAge.toMillis()) {
            reasons.add("the service configuration was not confirmed for " + configAge(now) / 1000 + " s");
        }
        return new Readiness(
                ready,
                reasons,
                Map.of(
                        "spool_bytes", status.spool().bytes(),
                        "spool_oldest_age_ms", spoolAge(now),
                        "config_version", versions.newest()));
    }

    /** Shows in metrics what is known of it. */
    void watch(CollectorMetrics metrics) {
        metrics.watchReady(() -> now().ready());
        metrics.watchDeliveries(outcome -> count(delivery.status(), outcome));
        metrics.watchSpool(
                () -> delivery.status().spool().bytes(),
                () -> delivery.status().spool().maxBytes(),
                () -> spoolAge(clock.millis()));
        metrics.watchConfig(versions::newest, () -> configAge(clock.millis()));
    }

    private static long count(DeliveryStatus status, DeliveryOutcome outcome) {
        return switch (outcome) {
            case SENT -> status.sent();
            case SPOOLED -> status.spooled();
            case DRAINED -> status.drained();
            case REFUSED_FOR_GOOD -> status.refused();
        };
    }

    /** How long ago the oldest event of the spool was received, in ms; 0 where there is none. */
    private long spoolAge(long now) {
        long oldest = delivery.status().spool().oldestAt();
        return oldest == Long.MAX_VALUE ? 0 : Math.max(0, now - oldest);
    }

    /** How long ago the topic was read to its end, in ms; 0 where it never was. */
    long configAge(long now) {
        return versions.isKnown() ? Math.max(0, now - versions.confirmedAt()) : 0;
    }
}
