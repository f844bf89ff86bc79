package io.tidemark.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is open for appending. */
public interface DiskFile extends Closeable {
    /**
     * Writes some bytes of the buffer, perhaps not all of them, behind the last one of the file.
     *
     * @return how many were written
     */
    int append(ByteBuffer bytes) throws IOException;

    /**
     * Returns when all that was appended survives a failure of power. After an exception nobody knows what is on the
     * disk, and a second call would say that all is well: the file must not be appended to again.
     */
    void force() throws IOException;

    /** Cuts the file after so many bytes. */
    void truncate(long size) throws IOException;
}
