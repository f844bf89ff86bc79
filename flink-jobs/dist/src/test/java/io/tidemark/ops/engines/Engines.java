package io.tidemark.ops.engines;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the engines are that {@code sql/engines/test} has fetched; it says so in the system properties
 * {@code tidemark.engines} and {@code tidemark.trino.java}.
 *
 * @param directory what {@code sql/engines/fetch} prints
 * @param trinoJava the home of a JDK that Trino runs on; null if there is none
 */
record Engines(Path directory, @Nullable Path trinoJava) {

    /** The engines; the test is skipped if they were not fetched. */
    static Engines required() {
        String directory = System.getProperty("tidemark.engines");
        assumeThat(directory)
                .as("Trino and Spark were not fetched: not run. sql/engines/test fetches them and runs this")
                .isNotNull();
        String java = System.getProperty("tidemark.trino.java");
        return new Engines(Path.of(directory), java == null ? null : Path.of(java));
    }

    /** Whether Trino can be started here. */
    boolean hasTrino() {
        return trinoJava != null;
    }

    /** The directory of Spark's jars. */
    Path spark() {
        return directory.resolve("spark");
    }

    /** Trino's JDBC driver. */
    Path trinoDriver() {
        return directory.resolve("trino-jdbc.jar");
    }

    /** What {@code sql/engines/trino} is told, so that it finds the same engines and the same JDK. */
    Map<String, String> trinoEnvironment() {
        if (trinoJava == null) {
            throw new IllegalStateException("There is no JDK for Trino: ask hasTrino first");
        }
        return Map.of(
                "TIDEMARK_ENGINES", directory.toAbsolutePath().getParent().toString(),
                "TRINO_JAVA_HOME", trinoJava.toString(),
                // Statements of a test are short: what the second compiler would cost is more than what it would save.
                "TRINO_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }
}
