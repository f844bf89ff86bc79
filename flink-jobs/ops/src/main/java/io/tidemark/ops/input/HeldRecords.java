package io.tidemark.ops.input;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Records that wait for what is said of them behind them: some MiB in memory, the others in a temporary file. */
final class HeldRecords implements AutoCloseable {
    private static final long MOST_IN_MEMORY = 8L << 20;
    private static final int BUFFER = 1 << 16;

    private final long mostInMemory;
    private final ArrayDeque<byte[]> first = new ArrayDeque<>();
    private long bytes;
    private @Nullable FileChannel file;
    private @Nullable DataOutputStream out;
    private @Nullable DataInputStream in;
    private long inFile;

    HeldRecords() {
        this(MOST_IN_MEMORY);
    }

    HeldRecords(long mostInMemory) {
        this.mostInMemory = mostInMemory;
    }

    void add(byte[] record) throws IOException {
        if (out == null && bytes + record.length <= mostInMemory) {
            bytes += record.length;
            first.add(record);
            return;
        }
        try {
            write(record);
        } catch (IOException e) {
            throw new IOException(
                    "its events could not be kept in the temporary directory, which TIDEMARK_JAVA_OPTS="
                            + "-Djava.io.tmpdir=DIR moves (" + e.getMessage() + ")",
                    e);
        }
    }

    private void write(byte[] record) throws IOException {
        if (out == null) {
            Path path = Files.createTempFile("tidemark-", ".events");
            // It is unlinked as it is opened, so that nothing of it outlives the process.
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
        }
        out.writeInt(record.length);
        out.write(record);
        inFile++;
    }

    /** Takes the next record, in the order in which they were added; null behind the last. */
    byte @Nullable [] take() throws IOException {
        byte[] record = first.poll();
        if (record != null || inFile == 0) {
            return record;
        }
        if (in == null && file != null && out != null) {
            out.flush();
            in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(0)), BUFFER));
        }
        if (in == null) {
            return null;
        }
        inFile--;
        byte[] next = new byte[in.readInt()];
        in.readFully(next);
        return next;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
