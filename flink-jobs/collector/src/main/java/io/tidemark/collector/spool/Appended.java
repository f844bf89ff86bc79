package io.tidemark.collector.spool;

/** What became of events that were to be appended. */
public enum Appended {
    /** All of them are on the disk, after an fsync. */
    STORED,
    /** None of them was written: there would be more bytes than allowed. */
    FULL,
    /** The disk failed. None of them counts as stored; after a restart some may be there all the same. */
    FAILED
}
