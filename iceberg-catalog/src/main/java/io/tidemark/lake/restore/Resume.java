package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.log.OffsetRange;

/**
 * Where a partition of the log is read again from.
 *
 * @param ingestEpoch the topic's generation
 * @param partition the Kafka partition
 * @param offset the first offset that the tables do not hold then
 * @param logStart the first offset that Kafka still has
 * @param logEnd the offset after the last that Kafka has
 */
public record Resume(
        @JsonProperty("ingestEpoch") int ingestEpoch,
        @JsonProperty("partition") int partition,
        @JsonProperty("offset") long offset,
        @JsonProperty("logStart") long logStart,
        @JsonProperty("logEnd") long logEnd) {
    /** What Kafka does not have any more: it comes from the tables' own later snapshots. */
    public OffsetRange deleted() {
        return new OffsetRange(offset, Math.max(offset, logStart));
    }

    /** How many offsets are read again. */
    public long toRead() {
        return Math.max(0, logEnd - offset);
    }
}
