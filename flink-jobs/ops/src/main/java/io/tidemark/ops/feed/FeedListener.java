package io.tidemark.ops.feed;

import io.tidemark.ops.embedded.Progress;
import java.util.function.Supplier;

/** Is told several times a second how far a feed is. */
public interface FeedListener {
    /**
     * So far it is.
     *
     * @param sent how many records were sent
     * @param done how many were committed since the feed began; each call reads the tables' metadata
     */
    void at(long sent, Supplier<Progress> done);
}
