package io.tidemark.lake.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories of this machine with all that is below them. Links are not followed. */
public final class Directories {
    private Directories() {}

    /**
     * Deletes a directory, or a single file; nothing where there is none.
     *
     * @return how many regular files that were
     */
    public static long delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        long files = empty(directory);
        boolean file = Files.isRegularFile(directory, LinkOption.NOFOLLOW_LINKS);
        Files.delete(directory);
        return file ? files + 1 : files;
    }

    /**
     * Deletes all that is below a directory.
     *
     * @return how many regular files that were
     */
    public static long empty(Path directory) throws IOException {
        List<Path> below;
        try (Stream<Path> all = Files.walk(directory)) {
            below = all.filter(path -> !path.equals(directory))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        long files = 0;
        for (Path path : below) {
            files += Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? 1 : 0;
            Files.delete(path);
        }
        return files;
    }
}
