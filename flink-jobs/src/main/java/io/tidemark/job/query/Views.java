package io.tidemark.job.query;

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
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The views that come with the code, one query a file in {@code sql/views}, by the name of the file. */
final class Views {
    private static final String FOLDER = "sql/views";
    private static final String SUFFIX = ".sql";

    private final Map<String, String> queries;

    private Views(Map<String, String> queries) {
        this.queries = queries;
    }

    /** The views in the jar, or in the folder of compiled classes. */
    static Views shipped() {
        URL folder = Views.class.getClassLoader().getResource(FOLDER);
        if (folder == null) {
            return new Views(Map.of());
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return new Views(read(Path.of(uri)));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return new Views(read(jar.getPath(FOLDER)));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The views at " + folder + " cannot be read; build Tidemark again", e);
        }
    }

    /** The names of all views, in order. */
    List<String> names() {
        return List.copyOf(queries.keySet());
    }

    /** The query behind a view. */
    String query(String name) {
        return queries.getOrDefault(name, "");
    }

    /**
     * The views that a text speaks of, each after those that it needs itself. A name in a comment or a string counts
     * too: one view too many costs a moment, and nothing else.
     */
    List<String> namedIn(String sql) {
        return names().stream()
                .filter(name -> speaksOf(sql, name))
                .flatMap(name -> Stream.concat(namedIn(query(name)).stream(), Stream.of(name)))
                .distinct()
                .toList();
    }

    private static boolean speaksOf(String sql, String name) {
        return Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])")
                .matcher(sql)
                .find();
    }

    private static Map<String, String> read(Path folder) throws IOException {
        var queries = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).forEach(file -> {
                String fileName = file.getFileName().toString();
                queries.put(fileName.substring(0, fileName.length() - SUFFIX.length()), text(file));
            });
        }
        return queries;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
