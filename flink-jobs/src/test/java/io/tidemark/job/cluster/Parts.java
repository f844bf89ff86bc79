package io.tidemark.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;

/** Where the build has put the parts that stay off the test class path ({@code target/it}, by Maven). */
final class Parts {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path IT = TARGET.resolve("it");

    private Parts() {}

    /** S3Proxy with everything it needs in one jar. */
    static Path s3Proxy() {
        return present(IT.resolve("s3proxy.jar"));
    }

    /** A Flink installation: {@code lib} and {@code plugins}. */
    static Path flink() {
        present(IT.resolve("flink/lib"));
        return present(IT.resolve("flink"));
    }

    /** The job's one jar as the build has packed it; empty while it has no main class. */
    static Optional<Path> jobJar() {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(TARGET, "flink-jobs-*-job.jar")) {
            for (Path jar : jars) {
                try (JarFile content = new JarFile(jar.toFile())) {
                    if (content.getEntry("io/tidemark/job/topology/IngestMain.class") != null) {
                        return Optional.of(jar);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for the job jar in " + TARGET, e);
        }
    }

    /** Where a test's processes write their logs. */
    static Path logs(Class<?> test) {
        return IT.resolve("logs").resolve(test.getSimpleName());
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(
                    path + " is missing: Maven's pre-integration-test phase puts it there; run this test with verify");
        }
        return path;
    }
}
