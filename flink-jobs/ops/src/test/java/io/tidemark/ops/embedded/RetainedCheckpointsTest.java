package io.tidemark.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.embedded.RetainedCheckpoints.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {
    private static final String FIRST_JOB = "0".repeat(31) + "1";
    private static final String SECOND_JOB = "f".repeat(31) + "2";

    @TempDir
    private Path directory;

    @Test
    void thereIsNoneInAnEmptyOrMissingDirectory() {
        assertThat(RetainedCheckpoints.newest(directory)).isEmpty();
        assertThat(RetainedCheckpoints.newest(directory.resolve("never/made"))).isEmpty();
    }

    @Test
    void theLargestNumberIsTheNewestAndNotTheLastName() throws IOException {
        complete(FIRST_JOB, 9, 1_000);
        Path ten = complete(FIRST_JOB, 10, 1_000);
        assertThat(RetainedCheckpoints.newest(directory)).contains(new Checkpoint(10, ten, 1_000));
    }

    @Test
    void numbersGoOnAcrossJobs() throws IOException {
        complete(FIRST_JOB, 41, 9_000);
        Path restored = complete(SECOND_JOB, 42, 5_000);
        assertThat(RetainedCheckpoints.newest(directory)).map(Checkpoint::path).contains(restored);
    }

    @Test
    void ofTheSameNumberTheOneWrittenLastIsTheNewest() throws IOException {
        Path late = complete(FIRST_JOB, 7, 2_000);
        complete(SECOND_JOB, 7, 1_000);
        assertThat(RetainedCheckpoints.newest(directory)).map(Checkpoint::path).contains(late);
    }

    @Test
    void halfWrittenOnesAreNotCheckpoints() throws IOException {
        Path whole = complete(FIRST_JOB, 3, 1_000);
        Path withoutMetadata = Files.createDirectories(directory.resolve(FIRST_JOB + "/chk-4"));
        Files.writeString(withoutMetadata.resolve("state-file"), "bytes");
        Path inProgress = Files.createDirectories(directory.resolve(FIRST_JOB + "/chk-5"));
        Files.writeString(inProgress.resolve("._metadata.inprogress.1234"), "bytes");
        Path emptied = Files.createDirectories(directory.resolve(FIRST_JOB + "/chk-6"));
        Files.createFile(emptied.resolve("_metadata"));
        Files.createDirectories(directory.resolve(FIRST_JOB + "/chk-7/_metadata"));
        assertThat(RetainedCheckpoints.newest(directory)).map(Checkpoint::path).contains(whole);
    }

    @Test
    void whatIsNoCheckpointIsPassedOver() throws IOException {
        Path whole = complete(FIRST_JOB, 3, 1_000);
        Files.createDirectories(directory.resolve(FIRST_JOB + "/shared"));
        Files.createDirectories(directory.resolve(FIRST_JOB + "/taskowned"));
        Files.createDirectories(directory.resolve(FIRST_JOB + "/chk-old"));
        Files.writeString(directory.resolve(SECOND_JOB), "a file");
        Path foreign = Files.createDirectories(directory.resolve("savepoint-abc/chk-99"));
        Files.writeString(foreign.resolve("_metadata"), "bytes");
        assertThat(RetainedCheckpoints.newest(directory)).map(Checkpoint::path).contains(whole);
    }

    private Path complete(String job, long id, long modifiedMillis) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(job + "/chk-" + id));
        Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "bytes");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(modifiedMillis));
        return checkpoint;
    }
}
