package io.tidemark.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The files of one directory, as much of a disk as the spool needs: tests put faults in its place. */
public interface Disk extends Closeable {
    /** The names of the files, in no order. */
    List<String> list() throws IOException;

    /**
     * Creates an empty file for appending. When this returns, the name survives a failure of power.
     *
     * @throws IOException also if a file has the name already
     */
    DiskFile create(String name) throws IOException;

    /** How many bytes a file has. */
    long size(String name) throws IOException;

    /**
     * Reads from a place of a file until the buffer is full or the file ends.
     *
     * @return how many bytes were read, 0 at the end
     */
    int read(String name, long from, ByteBuffer into) throws IOException;

    /** Deletes a file. A failure of power may bring it back. */
    void delete(String name) throws IOException;

    /** Gives a file another name, in place of a file that has that name. */
    void rename(String name, String other) throws IOException;
}
