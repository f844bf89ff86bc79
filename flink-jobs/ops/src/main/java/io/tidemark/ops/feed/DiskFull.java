package io.tidemark.ops.feed;

import java.nio.file.Path;

/** A lake directory on a disk that is full; the message says how far the feed came, and how to go on. */
public final class DiskFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * The failure of a feed.
     *
     * @param done what was done, as a sentence after a space
     */
    public DiskFull(Path directory, String done, RuntimeException cause) {
        super(
                "The disk of " + directory + " is full." + done + " Make room, and go on with: tidemark ingest --lake "
                        + directory,
                cause);
    }
}
