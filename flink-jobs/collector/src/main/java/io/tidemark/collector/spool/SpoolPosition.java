package io.tidemark.collector.spool;

/**
 * A place in the spool: behind one of its records.
 *
 * @param segment the number of the segment
 * @param end how many bytes of it are before the place
 */
public record SpoolPosition(long segment, long end) {}
