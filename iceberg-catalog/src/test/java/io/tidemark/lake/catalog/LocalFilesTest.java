package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
    @TempDir
    private Path directory;

    @Test
    void everyFileBelowIsToldAndADirectoryThatIsNotThereHasNone() throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(
                Files.createDirectories(directory.resolve("a b/c")).resolve("two"), "2");
        List<String> found = new ArrayList<>();
        LocalFiles.walk(directory, (path, written) -> found.add(path));
        LocalFiles.walk(directory.resolve("none"), (path, written) -> found.add(path));

        assertThat(found).containsExactlyInAnyOrder(one.toString(), two.toString());
    }

    @Test
    void theParentOfALinkIsThatOfItsTarget() throws IOException {
        Path target = Files.createDirectories(directory.resolve("far/target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        assertThat(LocalFiles.absolute(link.resolve("../lake")))
                .isEqualTo(target.toRealPath().resolveSibling("lake"));
        assertThat(LocalFiles.absolute(link.resolve("./below/../lake"))).isEqualTo(link.resolve("lake"));
        assertThat(LocalFiles.absolute(Path.of("/../../a/b/.."))).isEqualTo(Path.of("/a"));
        assertThat(LocalFiles.absolute(Path.of("a")))
                .isEqualTo(Path.of("").toAbsolutePath().resolve("a"));
    }

    @Test
    void aFileThatGoesMeanwhileIsNone() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(Files.writeString(
                    Files.createDirectories(directory.resolve("d" + i)).resolve("file"), ""));
        }
        List<String> found = new ArrayList<>();
        LocalFiles.walk(directory, (path, written) -> {
            found.add(path);
            for (Path file : files) {
                delete(file);
            }
        });

        assertThat(found).hasSize(1);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            throw new AssertionError("Could not delete " + file, e);
        }
    }

    @Test
    void aLocationIsOfThisMachineWithAndWithoutItsScheme() {
        assertThat(LocalFiles.directory("/lake/a b")).contains(Path.of("/lake/a b"));
        assertThat(LocalFiles.directory("file:/lake/a b")).contains(Path.of("/lake/a b"));
        assertThat(LocalFiles.directory("file:///lake")).contains(Path.of("/lake"));
        assertThat(LocalFiles.directory("s3a://bucket/lake")).isEmpty();
    }
}
