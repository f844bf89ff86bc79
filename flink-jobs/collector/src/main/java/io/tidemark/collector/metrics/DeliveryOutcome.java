package io.tidemark.collector.metrics;

import java.util.Locale;

/** What became of events that were taken in. */
public enum DeliveryOutcome {
    /** Acknowledged by Kafka at once. */
    SENT,
    /** Written to the spool. */
    SPOOLED,
    /** Sent to Kafka out of the spool. */
    DRAINED,
    /** Refused by Kafka for good: kept in the side segment. */
    REFUSED_FOR_GOOD;

    /** The value of the label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
