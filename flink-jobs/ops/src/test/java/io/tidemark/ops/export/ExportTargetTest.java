package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an archive can be written to, looked at before anything is read. */
class ExportTargetTest {
    @TempDir
    private Path directory;

    @Test
    void aNewFileInADirectoryThatIsThereIsATarget() {
        Path file = directory.resolve("november.zip");

        assertThat(ExportTarget.of(file, false)).isEqualTo(file.toAbsolutePath());
        assertThat(ExportTarget.of(file, true)).isEqualTo(file.toAbsolutePath());
        assertThat(file).doesNotExist();
    }

    @Test
    void aPathIsMadeAbsoluteAndPlain() {
        assertThat(ExportTarget.of(directory.resolve("a/../november.zip"), false))
                .isEqualTo(directory.resolve("november.zip"));
        assertThat(ExportTarget.of(Path.of("november-of-nobody.zip"), false)).isAbsolute();
    }

    @Test
    void aDirectoryIsNoTargetAndTheMessageSaysWhatToGive() {
        for (boolean overwrite : new boolean[] {true, false}) {
            assertThatThrownBy(() -> ExportTarget.of(directory, overwrite))
                    .isInstanceOf(ExportTarget.Unusable.class)
                    .hasMessage("Cannot write the export to " + directory
                            + ": it is a directory. Give the name of a file with -o.");
        }
        assertThatThrownBy(() -> ExportTarget.of(Path.of("/"), false)).isInstanceOf(ExportTarget.Unusable.class);
    }

    @Test
    void aFileInADirectoryThatIsNotThereIsNoTarget() {
        Path file = directory.resolve("gone/november.zip");

        assertThatThrownBy(() -> ExportTarget.of(file, false))
                .isInstanceOf(ExportTarget.Unusable.class)
                .hasMessageContaining("there is no directory " + directory.resolve("gone"))
                .hasMessageContaining("-o");
    }

    @Test
    void aFileUnderAFileIsNoTarget() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> ExportTarget.of(file.resolve("november.zip"), true))
                .isInstanceOf(ExportTarget.Unusable.class)
                .hasMessageContaining("there is no directory " + file);
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhereThatWasSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("november.zip"), "the old one");

        assertThat(ExportTarget.of(file, true)).isEqualTo(file);
        assertThatThrownBy(() -> ExportTarget.of(file, false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--overwrite");
        assertThat(file).hasContent("the old one");
    }
}
