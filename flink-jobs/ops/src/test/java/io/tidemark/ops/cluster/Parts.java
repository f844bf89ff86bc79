package io.tidemark.ops.cluster;

import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build has put the parts that stay off the test class path ({@code flink-jobs/ops/target/it}, by Maven). */
public final class Parts {

    private static final Path IT = Checkout.path("flink-jobs/ops/target/it");

    private Parts() {}

    /** S3Proxy with everything it needs in one jar. */
    public static Path s3Proxy() {
        return present(IT.resolve("s3proxy.jar"));
    }

    /** A Flink installation: {@code lib} and {@code plugins}. */
    public static Path flink() {
        present(IT.resolve("flink/lib"));
        return present(IT.resolve("flink"));
    }

    /** The job's one jar as the build has packed it. */
    public static Path jobJar() {
        return present(Checkout.path("flink-jobs/job/target/tidemark-job.jar"));
    }

    /** Where a test's processes write their logs; those of its last run are gone. */
    public static Path logs(Class<?> test) {
        Path logs = IT.resolve("logs").resolve(test.getSimpleName());
        try {
            Files.createDirectories(logs);
            try (DirectoryStream<Path> old = Files.newDirectoryStream(logs, "*.log")) {
                for (Path log : old) {
                    Files.delete(log);
                }
            }
            return logs;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make room for the logs in " + logs, e);
        }
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(
                    path + " is missing: Maven puts it there before the integration tests; run them with verify");
        }
        return path;
    }
}
