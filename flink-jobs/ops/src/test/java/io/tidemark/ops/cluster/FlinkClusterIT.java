package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cluster of the integration tests itself: a job with RocksDB state, checkpoints on S3 through Flink's own plugin,
 * and a TaskManager that dies.
 */
class FlinkClusterIT {

    private static final long NUMBERS = 16_000;
    private static final long A_SECOND = 2_000;

    @TempDir
    Path directory;

    @Test
    void jobGoesOnExactlyWhereItsLastCheckpointWasWhenTheTaskManagerIsKilled() throws IOException {
        Path logs = Parts.logs(getClass());
        Path lines = directory.resolve("lines");
        try (S3Process s3 = S3Process.start(Parts.s3Proxy(), directory, logs, List.of("flink"));
                FlinkCluster cluster = FlinkCluster.start(Parts.flink(), directory, logs, settings(s3))) {
            cluster.startTaskManager();
            Path jar = JobJar.of(CountingJob.class, directory.resolve("counting.jar"));
            String job = cluster.submit(
                    jar,
                    Map.of(),
                    Long.toString(NUMBERS),
                    Long.toString(A_SECOND),
                    lines.toUri().toString());
            cluster.rest().awaitRunning(job);
            cluster.rest().awaitCompletedCheckpoints(job, 2);

            cluster.taskManager(0).kill();
            cluster.startTaskManager();
            cluster.rest().awaitStatus(job, "FINISHED");

            assertThat(cluster.rest().restores(job)).isPositive();
            assertThat(directory.resolve("objects/flink/ckpt").resolve(job)).isNotEmptyDirectory();
            assertThat(countsByKey(lines)).isEqualTo(everyKeyCountedOnce());
        }
    }

    private static Map<String, String> settings(S3Process s3) {
        Map<String, String> settings = new TreeMap<>(s3.flinkSettings());
        settings.put("parallelism.default", "2");
        settings.put("state.backend.type", "rocksdb");
        settings.put("execution.checkpointing.interval", "1 s");
        settings.put("execution.checkpointing.dir", "s3://flink/ckpt");
        settings.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        return settings;
    }

    /** Per key, every count that was written, in order. */
    private static Map<String, List<String>> countsByKey(Path lines) throws IOException {
        try (Stream<Path> files = Files.walk(lines)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .flatMap(FlinkClusterIT::lines)
                    .map(line -> line.split(",", -1))
                    .sorted((a, b) -> Long.compare(Long.parseLong(a[1]), Long.parseLong(b[1])))
                    .collect(Collectors.groupingBy(
                            words -> words[0],
                            TreeMap::new,
                            Collectors.mapping(words -> words[1], Collectors.toList())));
        }
    }

    private static Map<String, List<String>> everyKeyCountedOnce() {
        List<String> counts = LongStream.rangeClosed(1, NUMBERS / CountingJob.KEYS)
                .mapToObj(Long::toString)
                .toList();
        return IntStream.range(0, CountingJob.KEYS)
                .boxed()
                .collect(Collectors.toMap(key -> Integer.toString(key), key -> counts, (a, b) -> a, TreeMap::new));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + file, e);
        }
    }
}
