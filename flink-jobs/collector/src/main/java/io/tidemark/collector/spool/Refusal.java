package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;

/**
 * An event that Kafka refuses for good.
 *
 * @param event the event
 * @param reason what Kafka said
 */
public record Refusal(CollectedEvent event, String reason) {}
