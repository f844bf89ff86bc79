package io.tidemark.ops.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeDirectoryTest {
    private static final LakeState FRESH = LakeState.fresh("events.raw", 2);

    @TempDir
    private Path directory;

    @Test
    void aMissingDirectoryBecomesALakeWithItsParts() {
        Path missing = directory.resolve("a/lake");
        LakeDirectory lake = LakeDirectory.openOrCreate(missing, FRESH);
        assertThat(lake.root()).isEqualTo(missing.toAbsolutePath());
        assertThat(lake.warehouse()).isDirectory();
        assertThat(lake.kafka()).isDirectory();
        assertThat(lake.checkpoints()).isDirectory();
        assertThat(lake.logs()).isDirectory();
        assertThat(lake.catalogFile())
                .isEqualTo(lake.root().resolve("catalog.db"))
                .doesNotExist();
        assertThat(LakeDirectory.existing(missing).state()).isEqualTo(FRESH);
    }

    @Test
    void aLakeThatIsThereKeepsItsState() {
        LakeState done = FRESH.done(new TreeMap<>(Map.of(0, 12L, 1, 40L)));
        try (LakeDirectory.Lock lock =
                LakeDirectory.openOrCreate(directory, FRESH).lock("a test")) {
            lock.write(done);
        }
        LakeDirectory again = LakeDirectory.openOrCreate(directory, LakeState.fresh("other", 7));
        assertThat(again.state()).isEqualTo(done);
        assertThat(again.state().running()).isEqualTo(new LakeState("events.raw", 2, 1, false, done.endOffsets()));
    }

    @Test
    void aStartThatWasCutOffIsDoneAgain() throws Exception {
        Files.writeString(directory.resolve("lake.lock"), "process 1 (making the lake)");
        Files.writeString(directory.resolve("lake.properties.new"), "# This directory is a Ti");
        assertThat(LakeDirectory.openOrCreate(directory, FRESH).state()).isEqualTo(FRESH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a\\\\b  | the path has a backslash
            a,b | the path has a comma
            a\\nb    | the path has the control character U+000A
            a\\177b | the path has the control character U+007F
            a\uFFFDb | the path is not text in UTF-8
            """)
    void aPathWithASignThatCannotBeIsRefusedBeforeAnythingIsMade(String name, String reason) {
        Path root = directory.resolve("made").resolve(name.translateEscapes());
        assertThatThrownBy(() -> LakeDirectory.openOrCreate(root, FRESH))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void everyOtherSignIsTaken() {
        Path root = directory.resolve("a? #%20;&=+:'\"{b}[c]*~$HOME|<>@^`!()é漢😀");
        LakeDirectory lake = LakeDirectory.openOrCreate(root, FRESH);
        assertThat(lake.root()).isEqualTo(root.toAbsolutePath()).isDirectory();
        String checkpoints = "file://" + lake.checkpoints();
        assertThat(new org.apache.flink.core.fs.Path(checkpoints).getPath())
                .isEqualTo(lake.checkpoints().toString());
    }

    @Test
    void aLakeThatCannotBeMadeLeavesNothingBehind() {
        Path root = directory.resolve("a/b/" + "long".repeat(100));
        assertThatThrownBy(() -> LakeDirectory.openOrCreate(root, FRESH))
                .isInstanceOf(EmbeddedFailure.class)
                .hasMessageContaining("Cannot make a lake in " + root)
                .hasMessageContaining("File name too long");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFirstStartThatFailsTakesBackTheLakeAndNothingElse() throws Exception {
        Path root = directory.resolve("a/lake");
        failAfterWriting(LakeDirectory.openOrCreate(root, FRESH));
        assertThat(directory).isEmptyDirectory();

        Path empty = Files.createDirectory(directory.resolve("empty"));
        failAfterWriting(LakeDirectory.openOrCreate(empty, FRESH));
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void aStartThatFailsOnALakeWithAnythingInItLeavesAllAsItIs() throws Exception {
        LakeDirectory lake = LakeDirectory.openOrCreate(directory, FRESH);
        try (LakeDirectory.Lock lock = lake.lock("a test");
                Beginning beginning = lock.begin()) {
            Files.writeString(lake.catalogFile(), "tables");
            beginning.succeed();
        }
        failAfterWriting(LakeDirectory.existing(directory));
        assertThat(lake.catalogFile()).hasContent("tables");

        for (Path part : List.of(lake.warehouse(), lake.kafka(), lake.checkpoints())) {
            Files.deleteIfExists(lake.catalogFile());
            Path file = Files.writeString(part.resolve("file"), "what is left of a lake");
            failAfterWriting(LakeDirectory.existing(directory));
            assertThat(file).exists();
            Files.delete(file);
        }
    }

    private static void failAfterWriting(LakeDirectory lake) throws IOException {
        try (LakeDirectory.Lock lock = lake.lock("a test");
                Beginning beginning = lock.begin()) {
            lock.write(FRESH.running());
            Files.createDirectories(lake.kafka().resolve("data/events.raw-0"));
            Files.writeString(lake.root().resolve("catalog.db-journal"), "half a catalog");
        }
    }

    @Test
    void somebodysDirectoryIsRefusedAndLeftAsItIs() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> LakeDirectory.openOrCreate(directory, FRESH))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("it is no lake and not empty (it holds thesis.txt)")
                .hasMessageContaining("Name a directory that is empty");
        assertThat(directory).isDirectoryNotContaining(path -> !path.endsWith("thesis.txt"));
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        assertThatThrownBy(() -> LakeDirectory.openOrCreate(file, FRESH))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("it is not a directory");
        assertThatThrownBy(() -> LakeDirectory.existing(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("it is not a directory");
    }

    @Test
    void readingWhatIsNoLakeIsRefusedAndMakesNothing() {
        Path missing = directory.resolve("nowhere");
        assertThatThrownBy(() -> LakeDirectory.existing(missing))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Cannot open the lake " + missing + ": there is no such directory.");
        assertThatThrownBy(() -> LakeDirectory.existing(directory)).hasMessageContaining("it has no lake.properties");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aSecondWriterInThisProcessIsRefusedAlsoUnderAnotherNameOfTheDirectory() throws Exception {
        LakeDirectory lake = LakeDirectory.openOrCreate(directory.resolve("lake"), FRESH);
        Path link = Files.createSymbolicLink(directory.resolve("link"), lake.root());
        try (LakeDirectory.Lock first = lake.lock("tidemark ingest")) {
            assertRefusedByThisProcess(lake);
            assertRefusedByThisProcess(LakeDirectory.existing(link));
            first.write(FRESH.running());
        }
        lake.lock("tidemark ingest").close();
    }

    @Test
    void aWriterInAnotherProcessIsNamedAndItsKillFreesTheLake() throws Exception {
        LakeDirectory lake = LakeDirectory.openOrCreate(directory, FRESH);
        Process other = lockInAnotherProcess();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo(LakeLockProcess.READY);
            assertThatThrownBy(() -> lake.lock("tidemark ingest"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is in use by process " + other.pid() + " (tidemark demo).");
            assertThat(lake.state().done()).isFalse();
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        lake.lock("tidemark ingest").close();
    }

    @Test
    void aDamagedStateFileIsNamedWithWhatIsWrongInIt() throws Exception {
        LakeDirectory lake = LakeDirectory.openOrCreate(directory, FRESH);
        Path file = directory.resolve("lake.properties");
        String whole = Files.readString(file);

        Files.writeString(file, whole.replace("epoch=1\n", ""));
        assertThatThrownBy(lake::state)
                .isInstanceOf(EmbeddedFailure.class)
                .hasMessageContaining(file + ": IllegalArgumentException: epoch is missing");
        Files.writeString(file, whole.replace("end-offsets=", "end-offsets=0:1,five"));
        assertThatThrownBy(lake::state).hasMessageContaining("'five' is not partition:offset");
        Files.writeString(file, whole.replace("partitions=2", "partitions=two"));
        assertThatThrownBy(lake::state).isInstanceOf(EmbeddedFailure.class).hasMessageContaining("two");
        Files.writeString(file, whole.replace("format=1", "format=2"));
        assertThatThrownBy(lake::state).isInstanceOf(Refusal.class).hasMessageContaining("format 2");
    }

    @Test
    void aRefusedAttemptInThisProcessDoesNotLoseTheLockToOthers() throws Exception {
        LakeDirectory lake = LakeDirectory.openOrCreate(directory, FRESH);
        try (LakeDirectory.Lock lock = lake.lock("tidemark ingest")) {
            assertRefusedByThisProcess(lake);
            Process other = lockInAnotherProcess();
            try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
                assertThat(said.readLine())
                        .contains("is in use by process "
                                + ProcessHandle.current().pid());
            } finally {
                other.destroyForcibly();
            }
            lock.write(FRESH);
        }
    }

    private Process lockInAnotherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LakeLockProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void assertRefusedByThisProcess(LakeDirectory lake) {
        assertThatThrownBy(() -> lake.lock("tidemark demo"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid() + " (tidemark ingest).");
    }
}
