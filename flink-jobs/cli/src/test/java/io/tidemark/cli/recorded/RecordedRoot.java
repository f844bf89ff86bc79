package io.tidemark.cli.recorded;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The directory that {@code recorded:///} names in this process. Iceberg's metadata, the SQLite catalog and Flink's
 * checkpoints hold absolute paths; under a scheme of its own a recording can be unpacked anywhere.
 */
final class RecordedRoot {
    static final String SCHEME = "recorded";
    static final URI ROOT = URI.create(SCHEME + ":///");

    private static final AtomicReference<Path> DIRECTORY = new AtomicReference<>();

    private RecordedRoot() {}

    /** From now on {@code recorded:///} is this directory, for Hadoop's and Flink's file systems. */
    static void mapTo(Path directory) {
        DIRECTORY.set(directory.toAbsolutePath().normalize());
    }

    /** The file of an absolute path of the scheme. */
    static File file(String path) {
        Path directory = DIRECTORY.get();
        if (directory == null) {
            throw new IllegalStateException("no directory was given for " + ROOT);
        }
        return new File(directory.toFile(), path);
    }
}
