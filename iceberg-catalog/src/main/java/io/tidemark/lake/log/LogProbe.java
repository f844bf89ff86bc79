package io.tidemark.lake.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log itself, as far as an audit has to query it: which offsets it has, and which of them are records.
 * (Transactions leave offsets that are none: markers, and records of aborted transactions.)
 */
public interface LogProbe {
    /** The topic's generation that this log is: rows of other epochs are not compared with it. */
    int epoch();

    /** Each partition's offsets that the log still has: from its start to its end. */
    Map<Integer, OffsetRange> ranges();

    /**
     * Whether at least one record that a reader of committed data would see is at these offsets. Called only for
     * offsets inside {@link #ranges()}, never for none.
     */
    boolean holdsRecords(int partition, OffsetRange offsets);

    /**
     * The value of a record.
     *
     * @param offset inside {@link #ranges()}
     * @return null where the log holds no record there, one without a value, or has deleted it since
     */
    byte @Nullable [] value(int partition, long offset);
}
