package io.tidemark.lake.log;

import java.util.Map;

/**
 * The log itself, as far as an audit has to ask it: which offsets it has, and which of them are records. (Transactions
 * leave offsets that are none: markers, and records of aborted transactions.)
 */
public interface LogProbe {
    /** The topic's generation that this log is: rows of other epochs are not compared with it. */
    int epoch();

    /** Each partition's offsets that the log still has: from its start to its end. */
    Map<Integer, OffsetRange> ranges();

    /**
     * Whether at least one record that a reader of committed data would see stands in these offsets. Asked only for
     * offsets inside {@link #ranges()}, never for none.
     */
    boolean holdsRecords(int partition, OffsetRange offsets);
}
