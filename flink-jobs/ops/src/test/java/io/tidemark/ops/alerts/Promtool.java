package io.tidemark.ops.alerts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own tool for rules and metrics, where it is installed. */
public final class Promtool {
    private Promtool() {}

    /**
     * What it said.
     *
     * @param code its exit code; 0 where all is well
     * @param text both of its outputs
     */
    public record Said(int code, String text) {}

    /** Skips the test where it is not installed. */
    public static void require() {
        boolean installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        assumeTrue(installed, "promtool is not installed: install Debian's package prometheus, which brings it");
    }

    /** Runs it in a directory. */
    public static Said in(Path directory, String... arguments) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command(arguments)).directory(directory.toFile()), "");
    }

    /** Runs it on a text. */
    public static Said reads(String text, String... arguments) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command(arguments)), text);
    }

    private static List<String> command(String... arguments) {
        return Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
    }

    private static Said run(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        Path given = Files.createTempFile("promtool", ".txt");
        try {
            Files.writeString(given, input);
            Process process = builder.redirectErrorStream(true)
                    .redirectInput(given.toFile())
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } finally {
            Files.delete(given);
        }
    }
}
