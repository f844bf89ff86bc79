package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeFilesTest {
    private static final String CHANGES = "test.changes";

    @TempDir
    java.nio.file.Path directory;

    @Test
    void aFileThatIsWrittenAnewWhileItIsReadIsReadAgain() throws IOException {
        Files.writeString(directory.resolve("mark.json"), "whole");

        assertThat(files(2).read("mark.json")).contains("whole");
    }

    @Test
    void aFileThatCannotBeReadIsAFailureInTheEnd() throws IOException {
        Files.writeString(directory.resolve("mark.json"), "whole");

        assertThatThrownBy(() -> files(3).read("mark.json"))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("Could not read the file")
                .hasMessageContaining("written anew");
    }

    /** A process that is killed between two files that belong together leaves one of each: so there is one file only. */
    @Test
    void aLocalFileIsReplacedInOneStepAndHasNoOtherBesideIt() throws IOException {
        LakeFiles local = new LakeFiles(directory.toString(), new Configuration());
        Files.createDirectories(directory.resolve("marks"));
        Files.writeString(directory.resolve("marks/.half.json.crc"), "the checksum of something else");

        local.write("marks/half.json", "first");
        local.write("marks/half.json", "second");

        assertThat(local.read("marks/half.json")).contains("second");
        assertThat(local.list("marks")).containsExactly("half.json");
        assertThat(directory.resolve("marks")).isDirectoryNotContaining("glob:**being-written*");
    }

    @Test
    void whatIsNotWholeYetIsNotListed() throws IOException {
        LakeFiles local = new LakeFiles(directory.toString(), new Configuration());
        local.write("marks/b.json", "b");
        local.write("marks/a.json", "a");
        Files.writeString(directory.resolve("marks/c.json.being-written"), "ha");
        Files.createDirectories(directory.resolve("marks/d.json"));

        assertThat(local.list("marks")).containsExactly("a.json", "b.json");
        assertThat(local.list("none")).isEmpty();
        local.delete("marks/a.json");
        local.delete("marks/a.json");
        assertThat(local.list("marks")).containsExactly("b.json");
    }

    @Test
    void aFileThatIsNotThereIsNone() {
        assertThat(files(0).read("mark.json")).isEmpty();
    }

    private LakeFiles files(int changes) {
        Configuration configuration = new Configuration();
        configuration.set("fs.changing.impl", Changing.class.getName());
        configuration.setInt(CHANGES, changes);
        return new LakeFiles("changing://" + name() + directory, configuration);
    }

    // File systems are kept by their address: each test has one of its own.
    private String name() {
        return "of-" + directory.getFileName();
    }

    /** Local files that change under their reader's hands a few times. */
    static final class Changing extends RawLocalFileSystem {
        private static final URI ANYWHERE = URI.create("changing:///");
        private @Nullable URI address;
        private int changes;

        @Override
        public void initialize(URI uri, Configuration configuration) throws IOException {
            super.initialize(URI.create("file:///"), configuration);
            address = URI.create("changing://" + uri.getAuthority());
            changes = configuration.getInt(CHANGES, 0);
        }

        @Override
        public URI getUri() {
            // Asked for already while it is being made.
            return address == null ? ANYWHERE : address;
        }

        @Override
        public FSDataInputStream open(Path path, int bufferSize) throws IOException {
            if (changes-- > 0) {
                throw new IOException("written anew");
            }
            return super.open(path, bufferSize);
        }
    }
}
