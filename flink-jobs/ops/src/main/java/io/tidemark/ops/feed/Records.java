package io.tidemark.ops.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records for a pipeline, in their order. */
public interface Records {
    /** Takes one record. */
    interface Consumer {
        /**
         * Takes it.
         *
         * @param timestamp when it first reached a log, ms since the epoch; null where nobody knows
         */
        void accept(byte[] value, @Nullable Long timestamp);
    }

    /**
     * Hands every record on; may wait between two.
     *
     * @return the names of the sources that hold none
     * @throws SourceFailure if not every record can be read
     */
    List<String> forEach(Consumer consumer) throws InterruptedException;
}
