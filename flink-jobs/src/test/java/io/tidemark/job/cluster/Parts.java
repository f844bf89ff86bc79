package io.tidemark.job.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build has put the parts that stay off the test class path ({@code target/it}, by Maven). */
final class Parts {

    private static final Path IT = Path.of("target", "it").toAbsolutePath();

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
