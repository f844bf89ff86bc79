package io.tidemark.job.bootstrap;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read, on the local disk: for each bucket a file of rows of {@link #WIDTH} numbers, one an event, and a file of
 * names, with what is known of a device's identity. Files are made when something is put into them.
 */
final class Spill implements Closeable {
    /** Numbers a row takes. */
    static final int WIDTH = 8;

    private static final int ROWS_AT_ONCE = 512;
    private static final int NAME_BYTES_AT_ONCE = 16 << 10;

    private final Path directory;
    private final List<BucketFile> rows = new ArrayList<>();
    private final List<BucketFile> names = new ArrayList<>();

    /** An empty spill. */
    Spill(Path directory, int buckets) {
        this.directory = directory;
        for (int bucket = 0; bucket < buckets; bucket++) {
            rows.add(new BucketFile(rowsOf(bucket)));
            names.add(new BucketFile(namesOf(bucket)));
        }
    }

    Path rowsOf(int bucket) {
        return directory.resolve("rows-" + bucket);
    }

    Path namesOf(int bucket) {
        return directory.resolve("names-" + bucket);
    }

    /** The hand of one thread. */
    Writer writer() {
        return new Writer();
    }

    /** Ends the writing; what was written stays. */
    @Override
    public void close() throws IOException {
        for (BucketFile file : rows) {
            file.close();
        }
        for (BucketFile file : names) {
            file.close();
        }
    }

    /** Deletes a bucket that is not needed any more. */
    void forget(int bucket) throws IOException {
        Files.deleteIfExists(rowsOf(bucket));
        Files.deleteIfExists(namesOf(bucket));
    }

    /** Puts rows and names down; buffered, so it has to be flushed at the end. For one thread. */
    final class Writer {
        private final @Nullable ByteBuffer[] rowBuffers = new ByteBuffer[rows.size()];
        private final @Nullable ByteBuffer[] nameBuffers = new ByteBuffer[names.size()];

        private Writer() {}

        /** A buffer with room for one row, which the caller puts in. */
        ByteBuffer row(int bucket) {
            return roomFor(rowBuffers, rows, bucket, WIDTH * Long.BYTES, ROWS_AT_ONCE * WIDTH * Long.BYTES);
        }

        /** A buffer with room for so many bytes, which the caller puts in. */
        ByteBuffer name(int bucket, int bytes) {
            return roomFor(nameBuffers, names, bucket, bytes, NAME_BYTES_AT_ONCE);
        }

        /** Writes what is still on the heap. */
        void flush() {
            for (int bucket = 0; bucket < rowBuffers.length; bucket++) {
                flush(rowBuffers[bucket], rows.get(bucket));
                flush(nameBuffers[bucket], names.get(bucket));
            }
        }

        private ByteBuffer roomFor(
                @Nullable ByteBuffer[] buffers, List<BucketFile> files, int bucket, int bytes, int atOnce) {
            ByteBuffer buffer = buffers[bucket];
            if (buffer == null) {
                buffer = ByteBuffer.allocate(Math.max(bytes, atOnce));
                buffers[bucket] = buffer;
            } else if (buffer.remaining() < bytes) {
                flush(buffer, files.get(bucket));
                if (buffer.capacity() < bytes) {
                    buffer = ByteBuffer.allocate(bytes);
                    buffers[bucket] = buffer;
                }
            }
            return buffer;
        }

        private static void flush(@Nullable ByteBuffer buffer, BucketFile file) {
            if (buffer != null && buffer.position() > 0) {
                buffer.flip();
                file.append(buffer);
                buffer.clear();
            }
        }
    }

    /** A file that grows, by several threads. */
    private static final class BucketFile implements Closeable {
        private final Path path;
        private @Nullable FileChannel channel;

        BucketFile(Path path) {
            this.path = path;
        }

        synchronized void append(ByteBuffer bytes) {
            try {
                FileChannel open = channel;
                if (open == null) {
                    open = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    channel = open;
                }
                while (bytes.hasRemaining()) {
                    open.write(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Could not put rows down in " + path + ": " + e.getMessage()
                                + ". Give the bootstrap a directory on a disk with more room.",
                        e);
            }
        }

        @Override
        public synchronized void close() throws IOException {
            FileChannel open = channel;
            channel = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
