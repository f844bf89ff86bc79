package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CohortTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\n9223372036854775807\n\n3\n",
                "amplitude_id\n3\n9223372036854775807",
                "n,amplitude_id,resolved_amplitude_id\r\n1,77,3\r\n2,78,9223372036854775807\r\n",
                "\"resolved_amplitude_id\",\"name\"\n\"3\",\"Ann\"\n\"9223372036854775807\",\n"
            })
    void aFileIsIdsOrWhatTheCommandForQuestionsPrints(String text) throws IOException {
        Cohort cohort = Cohort.read(write(text));

        assertThat(cohort.size()).isEqualTo(2);
        assertThat(cohort.contains(3)).isTrue();
        assertThat(cohort.contains(Long.MAX_VALUE)).isTrue();
        assertThat(cohort.contains(77)).isFalse();
        assertThat(cohort.digest())
                .isEqualTo(Cohort.of(Long.MAX_VALUE, 3).digest())
                .isNotEqualTo(Cohort.of(3).digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id\nann", "3\nann", "amplitude_id,n\n3,4\n,5", "1.5"})
    void whatIsNoIdIsNamedWithItsLine(String text) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> Cohort.read(file))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContainingAll("Could not read the cohort " + file, "has no amplitude id", "Give one");
    }

    @Test
    void aFileThatCannotBeReadIsSaidSo() throws IOException {
        assertThatThrownBy(() -> Cohort.read(directory.resolve("gone"))).hasMessageContaining("there is no such file");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> Cohort.read(binary)).hasMessageContaining("UTF-8");
        assertThat(Cohort.read(write("")).size()).isZero();
    }

    private Path write(String text) throws IOException {
        return Files.write(directory.resolve("cohort.csv"), text.getBytes(StandardCharsets.UTF_8));
    }
}
