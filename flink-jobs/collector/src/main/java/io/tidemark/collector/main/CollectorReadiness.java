package io.tidemark.collector.main;

import io.tidemark.collector.delivery.Delivery;
import io.tidemark.collector.delivery.DeliveryStatus;
import io.tidemark.collector.http.Readiness;
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
        long oldest = status.spool().oldestAt();
        return new Readiness(
                ready,
                reasons,
                Map.of(
                        "spool_bytes", status.spool().bytes(),
                        "spool_oldest_age_ms", oldest == Long.MAX_VALUE ? 0 : Math.max(0, now - oldest),
                        "config_version", versions.newest()));
    }

    /** How long ago the topic was read to its end, in ms; 0 where it never was. */
    long configAge(long now) {
        return versions.isKnown() ? Math.max(0, now - versions.confirmedAt()) : 0;
    }
}
