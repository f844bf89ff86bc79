package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;

/**
 * An event as the spool has it.
 *
 * @param event the event
 * @param position the place behind its record
 * @param recovered whether it was in the spool before this process opened it
 */
public record SpooledEvent(CollectedEvent event, SpoolPosition position, boolean recovered) {}
