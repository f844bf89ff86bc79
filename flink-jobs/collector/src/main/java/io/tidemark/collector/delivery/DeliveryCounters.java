package io.tidemark.collector.delivery;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of a delivery; for any thread. */
final class DeliveryCounters {
    final LongAdder sent = new LongAdder();
    final LongAdder spooled = new LongAdder();
    final LongAdder drained = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder overloaded = new LongAdder();
    final LongAdder unavailable = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder generations = new LongAdder();
    /** The bytes of the events that wait. */
    final AtomicLong waiting = new AtomicLong();

    volatile boolean up;
    /** When the oldest event was received that was read from the spool and is not acknowledged, in ms since the epoch. */
    volatile long oldestRead = Long.MAX_VALUE;
    /** Whether the newest append to the spool failed, or there was no room for it. */
    volatile boolean spoolFails;
}
