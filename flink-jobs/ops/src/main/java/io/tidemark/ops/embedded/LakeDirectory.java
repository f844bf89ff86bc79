package io.tidemark.ops.embedded;

import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.io.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A lake in one local directory, as {@code --lake DIR} names it: the catalog, the tables' files, the broker's log, the
 * job's checkpoints, and a small file that says what this is.
 *
 * <p>Tidemark writes only into directories that it made or found empty. Reading takes no lock; writing takes
 * {@link #lock}, which one process at a time has.
 */
public final class LakeDirectory {
    private static final String LOCK = "lake.lock";
    private static final Set<String> LEFT_BY_AN_UNFINISHED_START = Set.of(LOCK, LakeStateFile.BEING_WRITTEN);

    private final Path root;
    private final List<Path> directoriesMade;

    private LakeDirectory(Path root, List<Path> directoriesMade) {
        this.root = root;
        this.directoriesMade = directoriesMade;
    }

    /**
     * The lake in a directory, to be read.
     *
     * @throws Refusal where the directory is no lake, or one that was made elsewhere or has lost its catalog
     */
    public static LakeDirectory existing(Path directory) {
        Path root = LocalFiles.absolute(directory);
        if (!isLake(root)) {
            LostParts.refuseLostState(root);
            String found = Files.isDirectory(root)
                    ? "it has no " + LakeStateFile.NAME
                    : Files.exists(root) ? "it is not a directory" : "there is no such directory";
            throw RefusalCode.NO_LAKE.refuse(root, found, directory);
        }
        LakeHome.require(root);
        return new LakeDirectory(root, List.of());
    }

    /**
     * The lake in a directory, to be written to; a directory that is empty or missing becomes a lake.
     *
     * @param directory the directory
     * @param fresh the state of the lake if it is made now; a lake that is there keeps its own
     * @throws Refusal where the directory holds something else, or another process is making a lake of it, or its path
     *     has a sign that a part of the pipeline cannot take; where the lake was made elsewhere or has lost its catalog
     */
    public static LakeDirectory openOrCreate(Path directory, LakeState fresh) {
        Path root = LocalFiles.absolute(directory);
        try {
            if (isLake(root)) {
                LakeHome.require(root);
                return new LakeDirectory(root, List.of()).withParts();
            }
            PathSigns.require("a lake", root);
            LostParts.refuseLostState(root);
            refuseForeign(root);
            LakeDirectory lake = new LakeDirectory(root, Beginning.makeDirectories(root));
            try (Lock lock = lake.lock("making the lake");
                    Beginning beginning = lock.begin()) {
                // First, for a directory with anything else in it would be taken for somebody's own.
                if (!isLake(root)) {
                    lock.write(fresh);
                }
                lake.withParts();
                beginning.succeed();
            }
            return lake;
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Cannot make a lake in " + root + ": " + EmbeddedFailure.reason(e)
                            + ". Check that the disk has room and that the directory may be written.",
                    e);
        }
    }

    private LakeDirectory withParts() throws IOException {
        for (Path part : List.of(warehouse(), kafka(), checkpoints(), logs())) {
            Files.createDirectories(part);
        }
        return this;
    }

    private static void refuseForeign(Path root) throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw RefusalCode.NOT_A_DIRECTORY.refuse(root);
        }
        if (Files.isDirectory(root)) {
            try (Stream<Path> entries = Files.list(root)) {
                List<String> foreign = entries.map(entry -> entry.getFileName().toString())
                        .filter(name -> !LEFT_BY_AN_UNFINISHED_START.contains(name))
                        .sorted()
                        .toList();
                if (!foreign.isEmpty()) {
                    throw RefusalCode.NOT_A_LAKE.refuse(root, foreign.get(0) + (foreign.size() > 1 ? " and more" : ""));
                }
            }
        }
    }

    /** The catalog's SQLite database; made by the catalog. */
    public Path catalogFile() {
        return root.resolve("catalog.db");
    }

    /** Where the tables' files are stored. */
    public Path warehouse() {
        return root.resolve("warehouse");
    }

    /** The directory of the {@link EmbeddedBroker}. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /**
     * Starts the broker on the lake's own log.
     *
     * @throws Refusal if the log is gone of a lake that was written to: a new one would begin at offset 0 again, and
     *     the job, whose place is behind that, would read none of it
     */
    public EmbeddedBroker startBroker() {
        LostParts.requireLog(root, state());
        return EmbeddedBroker.start(kafka());
    }

    /** Where Flink keeps checkpoints. */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /**
     * Where Flink keeps the checkpoints of one epoch; {@link RetainedCheckpoints} reads it. Numbers repeat after a
     * restore, so those of different epochs are never mixed.
     */
    public Path checkpoints(int epoch) {
        return epoch == LakeProperties.FIRST_EPOCH
                ? checkpoints()
                : checkpoints().resolve("epoch-" + epoch);
    }

    /** Where the logs of the commands are written. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The directory itself, absolute. */
    public Path root() {
        return root;
    }

    /** What the lake knows of itself, as it is in its file now. */
    public LakeState state() {
        try {
            return LakeStateFile.read(root);
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Cannot read the state of the lake " + root + ": " + EmbeddedFailure.reason(e)
                            + ". Check that the directory may be read.",
                    e);
        }
    }

    /**
     * Becomes the lake's one writer, until the lock is closed or this process ends.
     *
     * @param command what is being run, for the message that a second writer gets
     * @throws Refusal where another writer is at work, in this or another process, or the directory cannot be written
     *     to
     */
    public Lock lock(String command) {
        try {
            return new Lock(LockFile.take(
                    root, LOCK, command, other -> RefusalCode.IN_USE.refuse("The lake " + root, other, "stop it")));
        } catch (IOException e) {
            NotWritable.refusal(root, e).ifPresent(refusal -> {
                throw refusal;
            });
            throw new EmbeddedFailure(
                    "Cannot lock the lake " + root + ": " + EmbeddedFailure.reason(e)
                            + ". Check that the directory may be written.",
                    e);
        }
    }

    /** The right to write to a lake. */
    public final class Lock implements AutoCloseable {
        private final LockFile file;

        private Lock(LockFile file) {
            this.file = file;
        }

        /**
         * Begins a start of the lake, which takes back what it made of a lake that has nothing yet if it fails. To be
         * closed before this lock and after everything that the start has opened.
         */
        public Beginning begin() {
            try {
                return new Beginning(root, directoriesMade, isEmpty());
            } catch (IOException e) {
                throw new EmbeddedFailure(
                        "Cannot look into the lake " + root + ": " + EmbeddedFailure.reason(e)
                                + ". Check that the directory may be read.",
                        e);
            }
        }

        /** Replaces what the lake knows of itself; after a crash it is the old state or the new one, whole. */
        public void write(LakeState state) {
            try {
                LakeStateFile.write(root, state);
            } catch (IOException e) {
                throw new EmbeddedFailure(
                        "Cannot write the state of the lake " + root + ": " + EmbeddedFailure.reason(e)
                                + ". Check that the disk has room; the state before is still there.",
                        e);
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private boolean isEmpty() throws IOException {
        if (Files.exists(catalogFile())) {
            return false;
        }
        for (Path part : List.of(warehouse(), kafka(), checkpoints())) {
            try (Stream<Path> entries = Files.exists(part) ? Files.list(part) : Stream.empty()) {
                if (entries.findAny().isPresent()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isLake(Path root) {
        return Files.isRegularFile(root.resolve(LakeStateFile.NAME));
    }
}
