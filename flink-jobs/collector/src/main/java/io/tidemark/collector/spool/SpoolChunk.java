package io.tidemark.collector.spool;

import java.util.List;

/**
 * The next records of a spool.
 *
 * @param events the records in the order of appending; empty: there are no more at present
 * @param recoveredLeft whether some are still unread that were in the spool before this process opened it
 * @param failed whether the disk could not be read; the next try begins at the same place
 */
public record SpoolChunk(List<SpooledEvent> events, boolean recoveredLeft, boolean failed) {
    public SpoolChunk {
        events = List.copyOf(events);
    }
}
