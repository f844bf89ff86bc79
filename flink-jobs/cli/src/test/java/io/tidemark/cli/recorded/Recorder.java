package io.tidemark.cli.recorded;

import io.tidemark.cli.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes {@code src/test/resources/recorded}. It was run once, at the commit that added it, and what it made then is what
 * later releases have to read: making it again would record the later release instead. It is no test, and runs only by
 * its name: {@code ./mvnw verify -pl flink-jobs/cli -am -Dtest=NONE -Dit.test=Recorder -Drecorded.to=DIR
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class Recorder {
    @TempDir
    private Path work;

    private final Path to = Path.of(System.getProperty("recorded.to"));

    @Test
    void pipelines() throws Exception {
        for (String backend : new String[] {"hashmap", "rocksdb"}) {
            PipelineRecorder pipeline = new PipelineRecorder(work, backend);
            Path copy = work.resolve("copy-" + backend);
            pipeline.checkpoint(11, copy);
            zip(copy, to.resolve("checkpoint-" + backend + ".zip"));
            Path stopped = work.resolve("stopped-" + backend);
            pipeline.savepoint(12, stopped);
            zip(stopped, to.resolve("savepoint-" + backend + ".zip"));
        }
    }

    @Test
    void outputs() throws Exception {
        Path outputs = Files.createDirectories(work.resolve("outputs"));
        for (Map.Entry<String, String> each : OutputScript.run(outputs).entrySet()) {
            Path file = to.resolve("outputs").resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.getValue());
        }
        Files.copy(outputs.resolve("export.zip"), to.resolve("export.zip"));
        Run drill = Run.of(
                "drill",
                "bad-deploy",
                "--lake",
                work.resolve("drill").toString(),
                "--events",
                "5000",
                "--json",
                "--report",
                work.resolve("d").toString());
        Files.writeString(to.resolve("outputs/drill.json"), drill.out().replace(work.toString(), "WORK"));
    }

    private static void zip(Path directory, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(directory)) {
            zip.setLevel(9);
            for (Path each : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                ZipEntry entry =
                        new ZipEntry(directory.relativize(each).toString().replace('\\', '/'));
                entry.setLastModifiedTime(FileTime.fromMillis(0));
                zip.putNextEntry(entry);
                Files.copy(each, zip);
                zip.closeEntry();
            }
        }
    }
}
