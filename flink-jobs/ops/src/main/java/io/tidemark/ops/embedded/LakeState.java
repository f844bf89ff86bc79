package io.tidemark.ops.embedded;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a lake directory knows of itself between two runs.
 *
 * @param topic the Kafka topic of its raw events
 * @param partitions how many partitions the topic has
 * @param epoch the topic's generation: 1 for the first topic, one more for each recreated topic
 * @param done whether the last run ended and said that everything up to {@code endOffsets} is committed
 * @param endOffsets where the topic ended when the last run was done, by partition; empty before the first
 */
public record LakeState(String topic, int partitions, int epoch, boolean done, SortedMap<Integer, Long> endOffsets) {
    /** Keeps a copy of the offsets. */
    public LakeState {
        endOffsets = Collections.unmodifiableSortedMap(new TreeMap<>(endOffsets));
    }

    /** The state of a lake into which nothing was ever written. */
    public static LakeState fresh(String topic, int partitions) {
        return new LakeState(topic, partitions, 1, false, new TreeMap<>());
    }

    /** The state while a run is going on: what the last one said is kept, but it is not the last word any more. */
    public LakeState running() {
        return new LakeState(topic, partitions, epoch, false, endOffsets);
    }

    /** The state after a run that committed everything up to the given ends. */
    public LakeState done(SortedMap<Integer, Long> ends) {
        return new LakeState(topic, partitions, epoch, true, ends);
    }
}
