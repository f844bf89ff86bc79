package io.tidemark.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Refusal;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotWritableTest {
    private static final Path LAKE = Path.of("/lake");

    @TempDir
    private Path directory;

    @Test
    void aMountWithoutWritingAndTheFilesOfSomebodyElseAreToldFromOtherFailures() {
        assertThat(NotWritable.refusal(LAKE, new FileSystemException("/lake/lake.lock", null, "Read-only file system")))
                .map(Refusal::getMessage)
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("The lake /lake cannot be written to: its file system is mounted for reading only."));
        assertThat(NotWritable.refusal(LAKE, new AccessDeniedException("/lake/lake.lock")))
                .map(Refusal::getMessage)
                .hasValueSatisfying(message -> assertThat(message).contains("belong to somebody else"));
        assertThat(NotWritable.refusal(LAKE, new FileSystemException("/lake", null, "No space left on device")))
                .isEmpty();
        assertThat(NotWritable.refusal(LAKE, new IOException())).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsRefused() throws IOException {
        NotWritable.refuse(directory);
        // A file system of the kernel's own, in which nobody makes files.
        Path closed = Path.of("/proc/self");
        Assumptions.assumeTrue(Files.isDirectory(closed) && !Files.isWritable(closed), "there is no such directory");
        assertThatThrownBy(() -> NotWritable.refuse(closed))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be written to");
    }
}
