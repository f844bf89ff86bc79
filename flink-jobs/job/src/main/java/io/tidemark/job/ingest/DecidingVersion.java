package io.tidemark.job.ingest;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.RawRecord;

/**
 * The version of the service configuration by which a record is decided: the one by which it was decided before, else the
 * one that the record names itself, else none.
 */
final class DecidingVersion {
    /** No version: the configuration file's rules. */
    static final long NONE = 0;

    /** The version for a decoded record, or {@link #NONE}. */
    long of(RawRecord raw, Event event) {
        if (raw.decidedBy() != RawRecord.UNDECIDED) {
            return raw.decidedBy() == RawRecord.WITHOUT_CONFIGURATION ? NONE : raw.decidedBy();
        }
        return event.has(Field.CONFIG_VERSION) ? event.whole(Field.CONFIG_VERSION) : NONE;
    }
}
