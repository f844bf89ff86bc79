package io.tidemark.ops.restore;

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
    void theOneOfTheCheckoutIsTakenElse() throws IOException {
        Path jar = directory.resolve(JobJar.PLACE);
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);

        assertThat(JobJar.above(directory.resolve("flink-jobs/dist/target/lib/tidemark-ops-1.jar")))
                .isEqualTo(jar);
    }

    @Test
    void noneInTheCheckoutIsAFailure() {
        assertThatThrownBy(() -> JobJar.above(directory))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining(JobJar.PLACE)
                .hasMessageContaining("--job-jar");
    }
}
