package io.tidemark.job.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarTest {
    @TempDir
    Path directory;

    @Test
    void theJarThatWasGivenIsTaken() throws IOException {
        Path jar = Files.createFile(directory.resolve("mine.jar"));

        assertThat(JobJar.find(jar)).isEqualTo(jar);
    }

    @Test
    void aJarThatIsNotThereIsAFailureThatSaysHowToMakeIt() {
        assertThatThrownBy(() -> JobJar.find(directory.resolve("none.jar")))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("none.jar")
                .hasMessageContaining("./mvnw package");
    }

    @Test
    void theOneBesideTheCommandIsTakenElse() throws IOException {
        Files.createFile(directory.resolve("flink-jobs-1.jar"));
        Path jar = Files.createFile(directory.resolve("flink-jobs-1-job.jar"));

        assertThat(JobJar.in(directory)).isEqualTo(jar);
    }

    @Test
    void noneBesideTheCommandIsAFailure() {
        assertThatThrownBy(() -> JobJar.in(directory))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("--job-jar");
        assertThatThrownBy(() -> JobJar.in(directory.resolve("gone"))).isInstanceOf(LakeFailure.class);
    }
}
