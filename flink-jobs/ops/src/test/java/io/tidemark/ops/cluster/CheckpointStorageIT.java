package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.CatalogConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.state.CheckpointStorage;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.ops.restore.CheckpointPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on S3, from a process that has none of Flink's plugins. */
class CheckpointStorageIT {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private final Started started = new Started();
    private Map<String, String> storage = Map.of();

    @BeforeEach
    void startS3() {
        S3Process s3 =
                started.with(S3Process.start(Parts.s3Proxy(), directory, Parts.logs(getClass()), List.of("flink")));
        storage = s3.s3aSettings();
    }

    @AfterEach
    void stop() throws Exception {
        started.close();
    }

    @Test
    void checkpointsAreFoundUnderTheNameThatTheClusterKnowsThemBy() throws IOException {
        CheckpointStorage.reach(config("s3://flink/ckpt", Map.of()));
        write("s3://flink/ckpt/" + JOB + "/chk-9/_metadata");
        write("s3://flink/ckpt/" + JOB + "/chk-11/_metadata");
        write("s3://flink/ckpt/" + JOB + "/chk-12/part");

        assertThat(CheckpointPlaces.newestOf("s3://flink/ckpt", JOB))
                .contains(new CheckpointPlaces.Checkpoint(11, "s3://flink/ckpt/" + JOB + "/chk-11"));
        assertThat(CheckpointPlaces.newest("s3://flink/ckpt")).isPresent();
        assertThat(CheckpointPlaces.newestOf("s3://flink/ckpt", "f".repeat(32))).isEmpty();
        assertThat(CheckpointPlaces.isComplete("s3://flink/ckpt/" + JOB + "/chk-12"))
                .isFalse();
    }

    @Test
    void aPlaceThatTakesAFileIsWritable() {
        CheckpointStorage.reach(config("s3a://flink/ckpt", Map.of()));

        CheckpointStorage.requireWritable("s3a://flink/ckpt/restored", "a test");
        CheckpointStorage.requireWritable("s3a://flink/ckpt/restored", "a test that is run again");
        assertThat(CheckpointPlaces.isComplete("s3a://flink/ckpt/restored")).isFalse();
    }

    @Test
    void aBucketThatIsNotThereIsSaid() {
        CheckpointStorage.reach(config("s3://nowhere/ckpt", Map.of()));

        assertThatThrownBy(() -> CheckpointStorage.requireWritable("s3://nowhere/ckpt/restored", "a test"))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("s3://nowhere/ckpt/restored")
                .hasMessageContaining("the bucket does not exist");
    }

    @Test
    void aBucketThatRefusesIsSaid() {
        CheckpointStorage.reach(config("s3://flink/ckpt", Map.of("fs.s3a.secret.key", "wrong")));

        assertThatThrownBy(() -> CheckpointStorage.requireWritable("s3://flink/ckpt/restored", "a test"))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("s3://flink/ckpt/restored")
                .hasMessageContaining("access was refused");
    }

    private TidemarkConfig config(String checkpoints, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(storage);
        settings.putAll(more);
        TidemarkConfig local = DirectoryLake.config(directory);
        CatalogConfig catalog = local.catalog();
        return new TidemarkConfig(
                local.environment(),
                local.kafka(),
                new CatalogConfig(
                        catalog.type(),
                        catalog.name(),
                        catalog.uri(),
                        null,
                        null,
                        catalog.warehouse(),
                        catalog.namespace(),
                        Map.of(),
                        settings),
                local.identity(),
                local.intake(),
                local.job().withCheckpointDir(checkpoints),
                local.tables(),
                local.marks(),
                local.questions(),
                local.collector());
    }

    private static void write(String file) throws IOException {
        var path = new org.apache.flink.core.fs.Path(file);
        try (FSDataOutputStream out = path.getFileSystem().create(path, WriteMode.NO_OVERWRITE)) {
            out.write("state".getBytes(StandardCharsets.UTF_8));
        }
    }
}
