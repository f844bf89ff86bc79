package io.tidemark.job.export;

import io.tidemark.lake.guard.Refusal;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What there is of an archive that is not finished: a directory {@code FILE.zip.part} beside it. A piece (an hour, a day,
 * the merges) is finished when its note is there; the note names its files. One process at a time works there.
 */
final class Unfinished implements AutoCloseable {
    private static final String SUFFIX = ".part";
    private static final String PLAN = "plan";
    private static final String COMPLETE = "complete";
    private static final String NOTE = ".note";
    private static final String SPILL = "spill";
    private static final String ARCHIVE = "archive.zip";

    private final Path target;
    private final Path directory;
    private final FileChannel channel;
    private final FileLock lock;

    private Unfinished(Path target, Path directory, FileChannel channel, FileLock lock) {
        this.target = target;
        this.directory = directory;
        this.channel = channel;
        this.lock = lock;
    }

    /** Where the unfinished archive of a target lies. */
    static Path beside(Path target) {
        return target.resolveSibling(target.getFileName() + SUFFIX);
    }

    /**
     * The unfinished archive beside a target, made if there is none.
     *
     * @throws Refusal if another process works there
     */
    static Unfinished open(Path target) throws IOException {
        Path directory = beside(target);
        if (Files.exists(directory.resolve(COMPLETE))) {
            // Its archive got its name, and what remained was not cleared away.
            delete(directory);
        }
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Somebody in this process.
        }
        if (lock == null) {
            channel.close();
            throw new Refusal(
                    "export-runs",
                    "Another export writes " + target + " already.",
                    "Wait for it, or give another file with -o.");
        }
        Unfinished unfinished = new Unfinished(target, directory, channel, lock);
        unfinished.clearSpill();
        return unfinished;
    }

    Path directory() {
        return directory;
    }

    /** The plan that was written; nothing where the export has just begun. */
    Optional<String> plan() throws IOException {
        Path plan = directory.resolve(PLAN);
        return Files.exists(plan) ? Optional.of(Files.readString(plan)) : Optional.empty();
    }

    void writePlan(String plan) throws IOException {
        write(PLAN, plan);
    }

    /** Forgets everything, to begin anew. */
    void clear() throws IOException {
        for (Path file : files()) {
            if (!file.endsWith("lock")) {
                delete(file);
            }
        }
    }

    /** Where a sort may put its runs. */
    Path spill() {
        return directory.resolve(SPILL);
    }

    /** A file of this name in the directory. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Whether a piece is finished. */
    boolean isFinished(String piece) {
        return Files.exists(directory.resolve(piece + NOTE));
    }

    /** Says that a piece is finished; its files are on disk. */
    void finish(String piece, String note) throws IOException {
        write(piece + NOTE, note);
    }

    /** The notes of all pieces whose names begin so, by name. */
    List<String> notes(String prefix) throws IOException {
        List<String> notes = new ArrayList<>();
        for (Path file : files()) {
            String name = String.valueOf(file.getFileName());
            if (name.startsWith(prefix) && name.endsWith(NOTE)) {
                notes.add(Files.readString(file));
            }
        }
        return notes;
    }

    /** Where the whole is put together. */
    Path archive() {
        return directory.resolve(ARCHIVE);
    }

    /** Gives the whole its name, in one step, and takes everything else away. */
    void complete() throws IOException {
        force(archive());
        Files.move(archive(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        write(COMPLETE, "");
        close();
        delete(directory);
    }

    /** Waits until a file is on the disk. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            clearSpill();
            lock.release();
            channel.close();
        }
    }

    private void clearSpill() throws IOException {
        delete(directory.resolve(SPILL));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private void write(String name, String text) throws IOException {
        Path temporary = directory.resolve(name + ".new");
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        Files.move(
                temporary,
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(@Nullable Path path) throws IOException {
        if (path == null || !Files.exists(path)) {
            return;
        }
        if (Files.isDirectory(path)) {
            List<Path> within;
            try (Stream<Path> files = Files.list(path)) {
                within = files.toList();
            }
            for (Path each : within) {
                delete(each);
            }
        }
        Files.delete(path);
    }
}
