package io.tidemark.collector.delivery;

import io.tidemark.collector.spool.SpoolStatus;

/**
 * What a delivery did since its start, and how it is. The counts only grow.
 *
 * @param sent events that the log acknowledged, without a way through the spool
 * @param spooled events that were stored in the spool
 * @param drained events of the spool that the log acknowledged
 * @param refused events that the log refuses for good, and are kept as such
 * @param overloaded batches that were refused as too much waits
 * @param unavailable batches that were not stored, or not in time
 * @param failures how often a generation failed or could not be opened
 * @param generations how many were opened
 * @param waitingBytes the bytes of the events that wait at present
 * @param logUp whether the log takes events
 * @param spoolFails whether the newest append to the spool failed, or there was no room for it
 * @param oldestAt when the oldest event of the spool was received, in ms since the epoch; {@link Long#MAX_VALUE}: there
 *     is none
 * @param spool how full the spool is
 */
public record DeliveryStatus(
        long sent,
        long spooled,
        long drained,
        long refused,
        long overloaded,
        long unavailable,
        long failures,
        long generations,
        long waitingBytes,
        boolean logUp,
        boolean spoolFails,
        long oldestAt,
        SpoolStatus spool) {

    /** Whether events can be stored: in the log, or in the spool as far as is known. */
    public boolean canStore() {
        return logUp || (!spoolFails && spool.bytes() < spool.maxBytes());
    }

    static DeliveryStatus of(DeliveryCounters counters, SpoolStatus spool) {
        return new DeliveryStatus(
                counters.sent.sum(),
                counters.spooled.sum(),
                counters.drained.sum(),
                counters.refused.sum(),
                counters.overloaded.sum(),
                counters.unavailable.sum(),
                counters.failures.sum(),
                counters.generations.sum(),
                counters.waiting.get(),
                counters.up,
                counters.spoolFails,
                counters.oldestRead < Long.MAX_VALUE ? counters.oldestRead : spool.oldestAt(),
                spool);
    }
}
