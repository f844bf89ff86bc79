package io.tidemark.job.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What a rebuild needs of an accepted event, as it crosses the shuffle. Texts are UTF-8.
 *
 * @param deviceHash the hash of its device key
 * @param epoch the topic's generation
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 * @param eventTime when it happened, ms since the epoch
 * @param serverTime when it was received, ms since the epoch
 * @param project its project
 * @param device its device, or null
 * @param user its user, or null
 * @param uuid its own id; null without a user, for then it causes no merge
 */
public record IdentityEvent(
        long deviceHash,
        int epoch,
        int partition,
        long offset,
        long eventTime,
        long serverTime,
        byte[] project,
        byte @Nullable [] device,
        byte @Nullable [] user,
        byte @Nullable [] uuid) {
    private static final int OFFSET_BITS = 46;

    /** Its position among the events of its device: by topic generation, then by offset. */
    public long order() {
        return ((long) epoch << OFFSET_BITS) | offset;
    }
}
