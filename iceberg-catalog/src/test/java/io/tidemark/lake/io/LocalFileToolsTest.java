package io.tidemark.lake.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileToolsTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryIsDeletedWithAllBelowItAndCounted() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("a/b/c"));
        Files.writeString(deep.resolve("one"), "1");
        Files.writeString(directory.resolve("a/two"), "2");

        assertThat(Directories.delete(directory.resolve("a"))).isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
        assertThat(Directories.delete(directory.resolve("a"))).isZero();
    }

    @Test
    void aFileIsDeletedAsADirectoryIs() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "1");

        assertThat(Directories.delete(file)).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void anEmptiedDirectoryStays() throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("a/b")).resolve("one"), "1");

        assertThat(Directories.empty(directory)).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatALinkLeadsToIsNotDeleted() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(directory.resolve("kept")).resolve("file"), "1");
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Files.createSymbolicLink(gone.resolve("link"), kept.getParent());
        Files.createSymbolicLink(gone.resolve("broken"), directory.resolve("nowhere"));

        assertThat(Directories.delete(gone)).isZero();
        assertThat(gone).doesNotExist();
        assertThat(kept).hasContent("1");
    }

    @Test
    void aFileIsReplacedAndNothingIsLeftBesideIt() throws IOException {
        Path file = directory.resolve("file");
        Path beside = Files.writeString(directory.resolve("file.new"), "what a crash has left, and longer");

        AtomicFile.write(file, beside, "é");
        assertThat(file).hasContent("é");
        AtomicFile.write(file, beside, "2");
        assertThat(file).hasContent("2");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void whereTheNewFileCannotBeWrittenTheOldOneStays() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");
        Path beside = Files.createDirectory(directory.resolve("file.new"));

        assertThatThrownBy(() -> AtomicFile.write(file, beside, "new"))
                .isInstanceOfAny(FileSystemException.class, AccessDeniedException.class);
        assertThat(file).hasContent("old");
        assertThatThrownBy(() -> AtomicFile.replace(file, directory.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void aLockHasOneHolderAndNamesIt() throws IOException {
        try (LockFile lock = LockFile.take(directory, "lock", "the first", IllegalStateException::new)) {
            assertThat(lock).isNotNull();
            String here = "process " + ProcessHandle.current().pid() + " (the first)";
            assertThat(directory.resolve("lock")).hasContent(here);
            assertThatThrownBy(() -> LockFile.take(directory, "lock", "the second", IllegalStateException::new))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(here);
        }
        assertThat(directory.resolve("lock")).isEmptyFile();
        LockFile.take(directory, "lock", "the third", IllegalStateException::new)
                .close();
    }

    @Test
    void aDirectoryThatIsNotThereCannotBeLockedAndMayBeOnceItIs() throws IOException {
        Path none = directory.resolve("none");

        assertThatThrownBy(() -> LockFile.take(none, "lock", "me", IllegalStateException::new))
                .isInstanceOf(NoSuchFileException.class);
        LockFile.take(Files.createDirectory(none), "lock", "me", IllegalStateException::new)
                .close();
    }
}
