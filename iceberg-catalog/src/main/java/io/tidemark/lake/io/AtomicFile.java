package io.tidemark.lake.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files of this machine that are replaced in one step: a reader sees the one before or the new one, whole. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a file, in the place of one that is there. After a crash it is the old one or the new one.
     *
     * @param beside another name in the same directory, for the file while it is written
     */
    public static void write(Path file, Path beside, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        replace(file, beside);
    }

    /**
     * Gives a file that is whole and on the disk the name of another, which it replaces.
     *
     * @param beside where it is now, in the same directory
     */
    public static void replace(Path file, Path beside) throws IOException {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(file.toAbsolutePath().getParent())) {
            names.force(true);
        } catch (IOException unsupported) {
            // Not every file system can do that, or lets everybody; the file has its name all the same.
        }
    }

    /** Waits until a file is on the disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
