package io.tidemark.job.embedded;

import io.tidemark.lake.guard.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that one holder has at a time, in this process and among all processes of the machine. The operating
 * system lets go of it when the holder's process ends, in whatever way; who holds it stands inside, for the message
 * alone.
 */
final class ExclusiveFile implements AutoCloseable {
    /**
     * What this process holds. Static on purpose: a POSIX lock belongs to the process, and is lost when the process
     * closes any other channel to the same file, so a second taker must be stopped before it opens one.
     */
    private static final ConcurrentMap<Path, String> HELD_HERE = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private ExclusiveFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the file, which is made if it is not there.
     *
     * @param directory where the lock file lies; it exists
     * @param name the lock file's name
     * @param what that which is locked, as the subject of a sentence
     * @param holder who asks, for the message that others get
     * @throws Refusal where somebody holds it; the message names the process
     */
    static ExclusiveFile take(Path directory, String name, String what, String holder) throws IOException {
        Path real = directory.toRealPath().resolve(name);
        String here = "process " + ProcessHandle.current().pid() + " (" + holder + ")";
        String earlier = HELD_HERE.putIfAbsent(real, here);
        if (earlier != null) {
            throw inUse(what, earlier);
        }
        try {
            FileChannel channel = FileChannel.open(
                    real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw inUse(what, Files.readString(real));
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(here.getBytes(StandardCharsets.UTF_8)), 0);
                return new ExclusiveFile(real, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    private static Refusal inUse(String what, @Nullable String holder) {
        String who = holder == null || holder.isBlank() ? "another process" : holder.strip();
        return new Refusal(
                "in-use",
                what + " is in use by " + who + ".",
                "Wait until that has ended, or stop it; there is one writer at a time.");
    }

    /** Lets go. The file stays: to delete it would let two takers lock two files of the same name. */
    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Cannot let go of the lock file " + file + ": " + EmbeddedFailure.reason(e)
                            + ". It is free when this process has ended.",
                    e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
