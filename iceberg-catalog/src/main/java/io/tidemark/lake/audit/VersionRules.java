package io.tidemark.lake.audit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which version of the service configuration a record is decided, as far as an audit has to know it; implemented by those
 * who decide by it. Versions are 1 to {@link #newest}; 0 is the state without any.
 */
public interface VersionRules {
    /** The newest version that there is; 0 for none. */
    long newest();

    /**
     * From when on a version counts for records that name none.
     *
     * @param version 1 to {@link #newest}
     * @return ms since the epoch
     */
    long effectiveFrom(long version);

    /**
     * The version that counts for records that name none.
     *
     * @param receivedMillis when the record was received, ms since the epoch
     * @return its number; 0 for none
     */
    long inForce(long receivedMillis);

    /**
     * The stand-ins of a version, also earlier ones: rows that one of them has decided stay as they are when another
     * takes its place, or none. Empty where there was never any.
     */
    Set<Long> standIns(long version);

    /**
     * Whether a dead letter of this reason was decided by a version. Others are rejected before one is looked for.
     *
     * @param reason as in {@code dead_letters.reason}
     */
    boolean decides(String reason);

    /**
     * What a record says of how it is to be decided.
     *
     * @param value the Kafka value
     * @param timestamp the Kafka record's timestamp, ms since the epoch
     * @return null where it is no event
     */
    @Nullable
    Stamp stamp(byte[] value, long timestamp);

    /**
     * What a record says of how it is to be decided.
     *
     * @param version the version that it names; null where it names none
     * @param received when it was received, ms since the epoch
     */
    record Stamp(@Nullable Long version, long received) {}
}
