package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.log.NextOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the first job of an epoch begins.
 *
 * @param epoch the epoch
 * @param checkpointId the checkpoint of the state, and of the tables
 * @param state the directory of the state: a checkpoint of the job, or one that was computed from the tables
 * @param offsets where each partition of the log goes on
 */
public record StartPoint(
        @JsonProperty("epoch") int epoch,
        @JsonProperty("checkpointId") long checkpointId,
        @JsonProperty("state") String state,
        @JsonProperty("offsets") List<NextOffset> offsets) {
    /** Keeps a copy. */
    public StartPoint {
        offsets = List.copyOf(offsets);
    }

    /** The first offset of each partition of one generation of the topic; none of a partition begins at its start. */
    public Map<Integer, Long> offsets(int ingestEpoch) {
        Map<Integer, Long> byPartition = new TreeMap<>();
        offsets.stream()
                .filter(next -> next.ingestEpoch() == ingestEpoch)
                .forEach(next -> byPartition.put(next.partition(), next.offset()));
        return byPartition;
    }
}
