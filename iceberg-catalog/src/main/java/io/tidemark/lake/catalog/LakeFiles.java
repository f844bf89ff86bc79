package io.tidemark.lake.catalog;

import io.tidemark.lake.io.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files that are stored beside the tables' directories, and outlive the tables: marks, the journals of restores,
 * records of the guard. A file is there whole or not at all; the last write wins.
 */
public final class LakeFiles {
    private static final String BEING_WRITTEN = ".being-written";
    private static final int READS = 3;

    private final Path root;
    private final Configuration configuration;

    /**
     * The files below a location.
     *
     * @param location the directory that holds the tables' directories
     * @param configuration the storage settings
     */
    public LakeFiles(String location, Configuration configuration) {
        this.root = new Path(location);
        this.configuration = configuration;
    }

    /** The full location of a file, for messages. */
    public String location(String name) {
        return path(name).toString();
    }

    /**
     * Writes a file, in the place of one that is there.
     *
     * @param name the file's path from the root, for example {@code marks/half.json}
     * @throws LakeFailure if it cannot be written; then what was there before still is
     */
    public void write(String name, String content) {
        Path file = path(name);
        trying("Could not write the file " + file, () -> {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            FileSystem storage = storage();
            if (!"file".equals(storage.getUri().getScheme())) {
                // An object store shows an object when it is whole; it could not rename one.
                write(storage, file, bytes);
                return file;
            }
            Path unfinished = new Path(file.getParent(), file.getName() + BEING_WRITTEN);
            write(storage, unfinished, bytes);
            AtomicFile.replace(local(file), local(unfinished));
            return file;
        });
    }

    /**
     * The content of a file, if it is there.
     *
     * @throws LakeFailure if it is there and cannot be read
     */
    public Optional<String> read(String name) {
        Path file = path(name);
        return trying("Could not read the file " + file, () -> {
            for (int left = READS; ; left--) {
                try (FSDataInputStream in = storage().open(file)) {
                    return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                } catch (FileNotFoundException absent) {
                    return Optional.empty();
                } catch (IOException changed) {
                    // An object store refuses to go on reading what was just overwritten.
                    if (left == 1) {
                        throw changed;
                    }
                }
            }
        });
    }

    /**
     * The names of the files in a directory, sorted; none if there is no such directory.
     *
     * @param directory its path from the root, for example {@code marks}
     */
    public List<String> list(String directory) {
        Path path = path(directory);
        return trying("Could not list the directory " + path, () -> {
            List<String> names = new ArrayList<>();
            try {
                for (FileStatus status : storage().listStatus(path)) {
                    String name = status.getPath().getName();
                    if (status.isFile() && !name.endsWith(BEING_WRITTEN) && !name.startsWith(".")) {
                        names.add(name);
                    }
                }
            } catch (FileNotFoundException absent) {
                return List.of();
            }
            names.sort(null);
            return List.copyOf(names);
        });
    }

    /** Deletes a file; one that is not there is deleted already. */
    public void delete(String name) {
        Path file = path(name);
        trying("Could not delete the file " + file, () -> storage().delete(file, false));
    }

    private static void write(FileSystem storage, Path file, byte[] bytes) throws IOException {
        try (FSDataOutputStream out = storage.create(file, true)) {
            out.write(bytes);
            out.hsync();
        } catch (UnsupportedOperationException noSync) {
            // Object stores write all of it when it is closed, or nothing.
        }
    }

    private Path path(String name) {
        return new Path(root, name);
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    // Hadoop keeps a checksum in a file of its own beside each local file, and cannot replace both in one step.
    private FileSystem storage() throws IOException {
        FileSystem storage = root.getFileSystem(configuration);
        return storage instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : storage;
    }

    private interface Access<T> {
        T run() throws IOException;
    }

    private static <T> T trying(String tried, Access<T> access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw FailureExplainer.explain(tried, new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw FailureExplainer.explain(tried, e);
        }
    }
}
