package io.tidemark.ops.input;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a stream, one after another; closing it closes the stream. */
public interface RecordReader extends AutoCloseable {
    /**
     * The bytes of the next record; null behind the last.
     *
     * @throws RecordTooLong if it is longer than any may be
     * @throws IOException if the stream cannot be read, or holds something that cannot be told apart into records
     */
    byte @Nullable [] next() throws IOException;

    @Override
    void close() throws IOException;
}
