package io.tidemark.job.replay;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The part of one partition that is still to be replayed from the tables.
 *
 * @param partition the Kafka partition
 * @param next the first offset that was not emitted yet
 * @param end the offset behind the last
 */
public record ReplaySplit(int partition, long next, long end) implements SourceSplit, Serializable {
    @Override
    public String splitId() {
        return "partition-" + partition;
    }

    /** Whether everything was emitted. */
    boolean done() {
        return next >= end;
    }

    /** The same, gone on to this offset. */
    ReplaySplit at(long offset) {
        return new ReplaySplit(partition, offset, end);
    }
}
