package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlFilesTest {
    @Test
    void filesInAJarAreFoundByManyThreadsAtOnce(@TempDir Path directory) throws IOException {
        Path jar = directory.resolve("some jar.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("sql/views/", "sql/views/b.sql", "sql/views/a.sql", "sql/views/read.me")) {
                out.putNextEntry(new JarEntry(name));
            }
        }
        URL views = URI.create("jar:" + jar.toUri() + "!/sql/views").toURL();

        List<List<String>> found = IntStream.range(0, 500)
                .parallel()
                .mapToObj(i -> SqlFiles.names(views))
                .toList();

        assertThat(found).hasSize(500).containsOnly(List.of("a", "b"));
    }
}
