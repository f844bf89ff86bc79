package io.tidemark.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the file system, of one process at a time: a lock on its file {@code lock} is held until it is closed.
 * The directory and its files can be read by their owner alone.
 */
public final class FileDisk implements Disk {
    private static final String LOCK = "lock";
    private static final int MOST_AT_ONCE = 256 * 1024;
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path directory;
    private final FileChannel lock;

    private FileDisk(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Opens a directory, which is created where there is none.
     *
     * @throws SpoolUnavailableException if another process has it open, or it cannot be written to
     */
    public static FileDisk open(Path directory) throws SpoolUnavailableException {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new FileDisk(directory, lock(directory));
        } catch (IOException e) {
            throw new SpoolUnavailableException(
                    "Could not open the spool directory " + directory + ": " + e
                            + ". Check that it is a directory and that this user may write to it.",
                    e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (tryLock(channel) == null) {
            channel.close();
            throw new SpoolUnavailableException(
                    "Could not open the spool directory " + directory
                            + ": another process has it open. Give every collector a directory of its own, and stop the"
                            + " process that has this one before it is drained.",
                    null);
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(LOCK))
                    .toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(name),
                NEW,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            forceDirectory();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new ChannelFile(channel);
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    @Override
    public int read(String name, long from, ByteBuffer into) throws IOException {
        int before = into.position();
        try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
            long at = from;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count <= 0) {
                    break;
                }
                at += count;
            }
        }
        return into.position() - before;
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void rename(String name, String other) throws IOException {
        Path to = directory.resolve(other);
        try {
            Files.move(directory.resolve(name), to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(directory.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
        }
        forceDirectory();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private record ChannelFile(FileChannel channel) implements DiskFile {
        @Override
        public int append(ByteBuffer bytes) throws IOException {
            int limit = bytes.limit();
            // The JDK keeps a direct buffer as large as the largest write of the thread.
            bytes.limit(Math.min(limit, bytes.position() + MOST_AT_ONCE));
            try {
                return channel.write(bytes);
            } finally {
                bytes.limit(limit);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
