package io.tidemark.collector.spool;

/**
 * How full a spool is.
 *
 * @param bytes how many bytes its segments have
 * @param maxBytes how many they may have
 * @param empty whether each record is acknowledged
 * @param oldestAt about when the oldest record was received that is not acknowledged, in ms since the epoch;
 *     {@link Long#MAX_VALUE}: there is none
 * @param damaged how many damaged segments there are
 */
public record SpoolStatus(long bytes, long maxBytes, boolean empty, long oldestAt, long damaged) {}
