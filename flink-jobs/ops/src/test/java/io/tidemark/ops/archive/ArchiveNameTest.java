package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveNameTest {
    private static final long HOUR = 485_000;

    @Test
    void aNameSaysProjectHourAndPart() {
        ArchiveName name = ArchiveName.of("my_project", HOUR, 3);

        assertThat(name).hasToString("my_project_2025-04-30_8#3.json.gz");
        assertThat(ArchiveName.parse("187520/" + name)).contains(name);
    }

    @Test
    void hoursFollowOneAnotherByTheClockAndNotByTheirLetters() {
        assertThat(Stream.of(
                                "b_2025-07-01_10#0",
                                "b_2025-07-01_9#10",
                                "b_2025-07-01_9#9",
                                "a_2025-07-02_0#0",
                                "a_2025-07-01_10#0")
                        .map(name -> ArchiveName.parse(name + ".json.gz").orElseThrow())
                        .sorted(ArchiveName.ORDER))
                .extracting(ArchiveName::toString)
                .containsExactly(
                        "b_2025-07-01_9#9.json.gz",
                        "b_2025-07-01_9#10.json.gz",
                        "a_2025-07-01_10#0.json.gz",
                        "b_2025-07-01_10#0.json.gz",
                        "a_2025-07-02_0#0.json.gz");
    }

    @Test
    void anyProjectHasANameOfItsOwnThatIsAFileName() {
        assertThat(Stream.of("a/b", "a\\b", "a b", "../..", "", "x".repeat(300), "x".repeat(301), "ä", "日本", "a~b")
                        .map(project -> ArchiveName.of(project, HOUR, 0).toString())
                        .toList())
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).hasSizeLessThan(150).doesNotContain("/", "\\", " "))
                .allSatisfy(name -> assertThat(ArchiveName.parse(name)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_2025-01-01_1#0.json", "a_2025-01-01_1_0.json.gz", "x/a_2025-01-01_1_0.json"})
    void unpackedOrWithoutANumberSignItSaysTheSame(String name) {
        assertThat(ArchiveName.parse(name)).map(ArchiveName::toString).contains("a_2025-01-01_1#0.json.gz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.json.gz", "a_2025-13-01_0#0.json.gz", "a_2025-01-01_24#0.json.gz", "a_2025-01-01_1#0.jsonl"})
    void otherNamesSayNothing(String name) {
        assertThat(ArchiveName.parse(name)).isEqualTo(Optional.empty());
    }
}
