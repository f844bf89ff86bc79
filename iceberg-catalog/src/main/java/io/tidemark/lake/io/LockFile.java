package io.tidemark.lake.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * A lock file that one holder has at a time, in this process and among all processes of the machine. The operating
 * system lets go of it when the holder's process ends, in whatever way; the holder is named inside, for the message
 * alone.
 */
public final class LockFile implements AutoCloseable {
    /**
     * What this process holds. Static on purpose: a POSIX lock belongs to the process, and is lost when the process
     * closes any other channel to the same file, so a second taker must be stopped before it opens one.
     */
    private static final ConcurrentMap<Path, String> HELD_HERE = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the file, which is made if it is not there.
     *
     * @param directory of the lock file; it exists
     * @param name the lock file's name
     * @param holder who takes it, for the message that others get
     * @param inUse what is thrown where somebody holds it, made of who that is: a process and what it runs
     */
    public static <X extends RuntimeException> LockFile take(
            Path directory, String name, String holder, Function<String, X> inUse) throws IOException {
        Path real = directory.toRealPath().resolve(name);
        String here = "process " + ProcessHandle.current().pid() + " (" + holder + ")";
        String earlier = HELD_HERE.putIfAbsent(real, here);
        if (earlier != null) {
            throw inUse.apply(earlier);
        }
        try {
            FileChannel channel = FileChannel.open(
                    real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    String other = Files.readString(real).strip();
                    throw inUse.apply(other.isEmpty() ? "another process" : other);
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(here.getBytes(StandardCharsets.UTF_8)), 0);
                return new LockFile(real, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    /** Lets go. The file stays: to delete it would let two takers lock two files of the same name. */
    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not let go of the lock file " + file + ": it is free when this process has ended.", e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
