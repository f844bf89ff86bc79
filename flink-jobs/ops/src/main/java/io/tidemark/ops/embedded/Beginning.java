package io.tidemark.ops.embedded;

import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first start of a lake, while its lock is held: closed before it has succeeded, it takes everything back, so that a
 * start that fails leaves no half-made lake. A lake that held anything before is never touched.
 */
public final class Beginning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final Path root;
    private final List<Path> directoriesMade;
    private final boolean first;

    private boolean succeeded;

    Beginning(Path root, List<Path> directoriesMade, boolean first) {
        this.root = root;
        this.directoriesMade = directoriesMade;
        this.first = first;
    }

    /**
     * Makes a directory and those above it that are not there, all or none.
     *
     * @return those that were made, the innermost first
     */
    static List<Path> makeDirectories(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            for (Path made : missing) {
                if (Files.exists(made)) {
                    Files.delete(made);
                }
            }
            throw e;
        }
        return List.copyOf(missing);
    }

    /** The start has succeeded: from now on what is there stays. */
    public void succeed() {
        succeeded = true;
    }

    @Override
    public void close() {
        if (!first || succeeded) {
            return;
        }
        try {
            Directories.empty(root);
            for (Path made : directoriesMade) {
                Files.delete(made);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("a lake whose first start failed is left over directory={} reason={}", root, e.toString());
        }
    }
}
