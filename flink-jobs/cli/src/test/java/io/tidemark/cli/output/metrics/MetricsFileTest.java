package io.tidemark.cli.output.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class MetricsFileTest {
    private static final CommandLine LINE = new CommandLine(CommandLine.Model.CommandSpec.create());

    @TempDir
    private Path directory;

    @Test
    void fileTakesThePlaceOfTheOneBeforeAndLeavesNothingBeside() throws IOException {
        Path file = directory.resolve("tidemark.prom");
        Files.writeString(file, "older and much longer than what comes now");
        Object before = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();

        MetricsFile.at(file, LINE)
                .write(new Exposition(Map.of()).gauge("a", "A.").sample(7));

        assertThat(file).hasContent("# HELP a A.\n# TYPE a gauge\na 7\n");
        // Another file under the same name: whoever had the one before open reads it to its end.
        assertThat(Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .isNotEqualTo(before);
        assertThat(files()).containsExactly("tidemark.prom");
    }

    @Test
    void placeWhereNoFileCanBeIsSaidBeforeAnythingIsAsked() {
        assertThatThrownBy(() -> MetricsFile.at(directory.resolve("no/tidemark.prom"), LINE))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("a directory that is there");
        assertThatThrownBy(() -> MetricsFile.at(directory, LINE)).isInstanceOf(ParameterException.class);
        // Renamed onto, a device would be gone.
        assertThatThrownBy(() -> MetricsFile.at(Path.of("/dev/null"), LINE)).isInstanceOf(ParameterException.class);
    }

    @Test
    void whatCannotBeWrittenFailsAndLeavesNothingBeside() throws IOException {
        Path file = directory.resolve("tidemark.prom");
        MetricsFile metrics = MetricsFile.at(file, LINE);
        // A directory that is not empty is replaced by no file.
        Files.createDirectories(file.resolve("in the way"));

        assertThatThrownBy(() ->
                        metrics.write(new Exposition(Map.of()).gauge("a", "A.").sample(7)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("could not be written");
        assertThat(files()).containsExactly("tidemark.prom");
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
