package io.tidemark.collector.delivery;

/** What became of events that were handed over together. */
public enum StoreResult {
    /** Each of them is in the log, or on the disk after an fsync. */
    STORED,
    /** Too much waits already; nothing was done with them. */
    OVERLOADED,
    /** Neither the log nor the spool took all of them in time. Some may be stored. */
    UNAVAILABLE,
    /** The collector stops; nothing was done with them. */
    STOPPING
}
