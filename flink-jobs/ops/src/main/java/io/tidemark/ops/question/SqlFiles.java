package io.tidemark.ops.question;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of the folder {@code sql} as they come with the code: in the jar, or beside the compiled classes. */
final class SqlFiles {
    private static final String ROOT = "sql/";
    private static final String SUFFIX = ".sql";

    private SqlFiles() {}

    /** The names of a folder's files, without their ending, in order. */
    static List<String> names(String folder) {
        URL url = SqlFiles.class.getClassLoader().getResource(ROOT + folder);
        return url == null ? List.of() : names(url);
    }

    /** The same of a folder at an address, of a jar or of a file. */
    static List<String> names(URL url) {
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return list(Path.of(uri));
            }
            // The JVM has one file system for a jar, which the first to close it takes from all others.
            synchronized (SqlFiles.class) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return list(jar.provider().getPath(uri));
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The files at " + url + " cannot be read; build Tidemark again", e);
        }
    }

    /**
     * The text of a file.
     *
     * @param name the folder and the name, without the ending
     * @throws IllegalArgumentException if there is none of that name
     */
    static String text(String name) {
        try (InputStream in = SqlFiles.class.getClassLoader().getResourceAsStream(ROOT + name + SUFFIX)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no file sql/" + name + SUFFIX);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read sql/" + name + SUFFIX, e);
        }
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }
}
