package io.tidemark.job.fence;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The epoch of the writer that may commit to the tables. A restore raises it, so that a job of an earlier one can commit
 * no more. Not to be taken for a {@link io.tidemark.rules.event.TopicGeneration}.
 *
 * @param number the first is 1; 0 is before any
 */
public record WriterEpoch(int number) implements Serializable, Comparable<WriterEpoch> {
    /** The epoch of a new lake. */
    public static final WriterEpoch FIRST = new WriterEpoch(1);

    @Override
    public int compareTo(WriterEpoch other) {
        return Comparator.comparingInt(WriterEpoch::number).compare(this, other);
    }

    /** The number alone, as messages and properties have it. */
    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
