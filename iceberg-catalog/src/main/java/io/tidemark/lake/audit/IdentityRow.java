package io.tidemark.lake.audit;

import io.tidemark.rules.event.LogPosition;
import org.jspecify.annotations.Nullable;

/** A row of {@code identities} while it waits for the event that caused it. */
final class IdentityRow {
    final long seq;
    final @Nullable String user;
    final long amplitudeId;
    final LogPosition place;
    private boolean caused;
    private @Nullable String causeUuid;

    IdentityRow(long seq, @Nullable String user, long amplitudeId, LogPosition place) {
        this.seq = seq;
        this.user = user;
        this.amplitudeId = amplitudeId;
        this.place = place;
    }

    /** The event that caused the row was met. */
    void causedBy(String uuid) {
        caused = true;
        causeUuid = uuid;
    }

    /** Its event is proven to have been met before. */
    void causedEarlier() {
        caused = true;
    }

    /** Whether its event was met. */
    boolean caused() {
        return caused;
    }

    /** The uuid of its event; null while it was not met. */
    @Nullable
    String causeUuid() {
        return causeUuid;
    }
}
