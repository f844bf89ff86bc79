package io.tidemark.job.ingest;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ServiceConfig;
import java.util.Objects;

/**
 * The version of the service configuration by which a record is decided. One that was decided before is decided by the same
 * again. Else it is the version that the record names: collectors learn versions from the log before they name them, so one
 * that is not known is looked for up to the log's end, and there is none if it is not there. Else it is the newest that was
 * effective when the record was received; the log is never followed so far behind that one could be missed. Of these two, the
 * stand-in decides where there is one, and the row names it; it is known before the first record, for it is made while no job
 * runs. For one thread.
 */
final class DecidingVersion {
    /** No version: the configuration file's rules. */
    static final long NONE = 0;

    /** The record names a version that there is not. */
    static final long UNKNOWN = -1;

    private final ConfigLog log;

    DecidingVersion(ConfigLog log) {
        this.log = log;
    }

    /**
     * The version for a decoded record, {@link #NONE} or {@link #UNKNOWN}.
     *
     * @param serverReceived when it was received, ms since the epoch
     * @throws IllegalStateException if the log cannot be read, or no longer has the version by which the record was decided
     *     before
     */
    long of(RawRecord raw, Event event, long serverReceived) throws InterruptedException {
        long before = raw.decidedBy();
        if (before == RawRecord.WITHOUT_CONFIGURATION) {
            return NONE;
        } else if (before == RawRecord.BY_UNKNOWN_VERSION) {
            return UNKNOWN;
        } else if (before != RawRecord.UNDECIDED) {
            if (!isKnown(before)) {
                throw new IllegalStateException(
                        "The record at partition " + raw.partition() + ", offset " + raw.offset()
                                + " was decided by version " + before
                                + " of the service configuration, and the newest that there is"
                                + " is " + log.known().newest()
                                + ". Write the missing ones into the topic again: tidemark config"
                                + " publish.");
            }
            return before;
        } else if (event.has(Field.CONFIG_VERSION)) {
            long named = event.whole(Field.CONFIG_VERSION);
            return isKnown(named) ? log.known().standIn(named) : UNKNOWN;
        }
        ConfigHistory history = log.isCurrent() ? log.known() : log.read();
        return history.standIn(history.inForce(serverReceived));
    }

    private boolean isKnown(long version) throws InterruptedException {
        return version <= log.known().newest() || version <= log.read().newest();
    }

    /** What a version says that {@link #of} has given; nothing for none. */
    ServiceConfig at(long version) {
        return version <= NONE
                ? ServiceConfig.EMPTY
                : Objects.requireNonNull(log.known().at(version));
    }
}
