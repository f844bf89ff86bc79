package io.tidemark.lake.catalog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The files below a directory of this machine. Hadoop's own listing starts a process for each file there, to read its
 * permissions, and fails where a file goes meanwhile, as those of a running job do.
 */
public final class LocalFiles {
    private LocalFiles() {}

    /** Is told of each file. */
    @FunctionalInterface
    public interface Visitor {
        /** A file, by its absolute path, and when it was last written, in milliseconds. */
        void file(String path, long writtenMillis);
    }

    /** The directory that a location names, if it is one of this machine: with or without a scheme. */
    public static Optional<Path> directory(String location) {
        if (location.startsWith("file:")) {
            // As Hadoop reads it: nothing is escaped in it.
            return Optional.of(Path.of(location.replaceFirst("^file:(//[^/]*)?", "")));
        }
        return location.startsWith("/") ? Optional.of(Path.of(location)) : Optional.empty();
    }

    /**
     * The absolute path without {@code .} and {@code ..}. As the system does, {@code ..} behind a symbolic link leads
     * to the parent of its target; links elsewhere in the path stay as they are.
     */
    public static Path absolute(Path path) {
        Path whole = path.toAbsolutePath();
        Path result = whole.getRoot();
        for (Path name : whole) {
            if (name.toString().equals("..")) {
                Path parent = target(result).getParent();
                result = parent == null ? whole.getRoot() : parent;
            } else if (!name.toString().equals(".")) {
                result = result.resolve(name);
            }
        }
        return result;
    }

    private static Path target(Path directory) {
        try {
            return Files.isSymbolicLink(directory) ? directory.toRealPath() : directory;
        } catch (IOException gone) {
            return directory;
        }
    }

    /** Goes through all files below a directory; there are none where there is no directory. */
    public static void walk(Path directory, Visitor visitor) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                visitor.file(file.toString(), attributes.lastModifiedTime().toMillis());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
