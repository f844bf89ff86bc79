package io.tidemark.ops.export;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.io.AtomicFile;
import io.tidemark.lake.io.Directories;
import io.tidemark.lake.io.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of an archive that is not finished: a directory {@code FILE.zip.part} beside it. A piece (an hour, a
 * day, the merges) is finished when its note is there; the note names its files. One process at a time works there.
 */
final class ExportWorkspace implements AutoCloseable {
    private static final String SUFFIX = ".part";
    private static final String PLAN = "plan";
    private static final String COMPLETE = "complete";
    private static final String NOTE = ".note";
    private static final String SPILL = "spill";
    private static final String ARCHIVE = "archive.zip";

    private final Path target;
    private final Path directory;
    private final LockFile lock;
    private boolean closed;

    private ExportWorkspace(Path target, Path directory, LockFile lock) {
        this.target = target;
        this.directory = directory;
        this.lock = lock;
    }

    /** Where the unfinished archive of a target is written. */
    static Path beside(Path target) {
        return target.resolveSibling(target.getFileName() + SUFFIX);
    }

    /**
     * The unfinished archive beside a target, made if there is none.
     *
     * @throws Refusal if another process works there
     */
    static ExportWorkspace open(Path target) throws IOException {
        Path directory = beside(target);
        if (Files.exists(directory.resolve(COMPLETE))) {
            // Its archive got its name, and what remained was not cleared away.
            Directories.delete(directory);
        }
        Files.createDirectories(directory);
        LockFile lock = LockFile.take(
                directory,
                "lock",
                "an export",
                other -> RefusalCode.IN_USE.refuse(
                        "The archive " + target, "another export", "give another file with -o"));
        Directories.delete(directory.resolve(SPILL));
        return new ExportWorkspace(target, directory, lock);
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

    /** Forgets everything, to start over. */
    void clear() throws IOException {
        for (Path file : files()) {
            if (!file.endsWith("lock")) {
                Directories.delete(file);
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
        AtomicFile.force(archive());
        AtomicFile.replace(target, archive());
        write(COMPLETE, "");
        close();
        Directories.delete(directory);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (lock) {
                Directories.delete(directory.resolve(SPILL));
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private void write(String name, String text) throws IOException {
        AtomicFile.write(directory.resolve(name), directory.resolve(name + ".new"), text);
    }
}
