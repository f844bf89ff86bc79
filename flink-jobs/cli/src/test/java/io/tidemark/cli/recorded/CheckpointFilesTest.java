package io.tidemark.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.state.CheckpointFiles;
import io.tidemark.ops.restore.CheckpointPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint of RocksDB that an earlier release wrote: most of it lies in files that it shares with others. */
class CheckpointFilesTest {
    @TempDir
    private Path directory;

    @Test
    void eachSharedFileThatTheMetadataNamesIsMissed() throws IOException {
        RecordedLake place = RecordedLake.unpacked("checkpoint-rocksdb.zip", directory);
        String checkpoint = CheckpointPlaces.newest("recorded:///" + RecordedLake.CHECKPOINTS)
                .orElseThrow()
                .path();
        assertThat(CheckpointFiles.missing(checkpoint)).isEmpty();

        int missed = 0;
        for (Path file : shared(place)) {
            Path aside = directory.resolve("aside");
            Files.move(file, aside);
            String missing = CheckpointFiles.missing(checkpoint).orElse(null);
            if (missing != null) {
                assertThat(missing).endsWith(file.getFileName().toString());
                missed++;
            }
            Files.move(aside, file);
        }
        assertThat(missed).isPositive();
    }

    private static List<Path> shared(RecordedLake place) throws IOException {
        try (Stream<Path> files = Files.walk(place.directory().resolve(RecordedLake.CHECKPOINTS))) {
            return files.filter(file ->
                            Files.isRegularFile(file) && file.getParent().endsWith("shared"))
                    .toList();
        }
    }
}
