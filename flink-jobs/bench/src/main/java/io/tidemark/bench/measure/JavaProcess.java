package io.tidemark.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Java as this process runs it, with the same class path, for a main class of this package. */
public final class JavaProcess {
    private static final int LAST_LINES = 15;

    private JavaProcess() {}

    /** Starts a main class; standard error goes to the log file, beside what log4j writes. */
    public static ProcessBuilder of(Class<?> main, Path log, String heap, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Xshare:auto",
                // Threads of the compilers that end would take their times with them.
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-Dtidemark.log.file=" + log,
                "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(
                        log.resolveSibling(log.getFileName() + ".err").toFile()));
    }

    /**
     * Runs a main class to its end; what it prints is discarded.
     *
     * @param what what it does, for messages
     * @param arguments files that it is told of
     * @throws BenchFailure if it does not end well, or not in time
     */
    public static void run(String what, Class<?> main, Path log, String heap, Duration longest, List<Path> arguments)
            throws IOException {
        Process process = of(
                        main, log, heap, arguments.stream().map(Path::toString).toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(longest.toMinutes(), TimeUnit.MINUTES)) {
                throw new BenchFailure(
                        what + " did not end within " + longest.toMinutes() + " minutes. Its log: " + log);
            }
            if (process.exitValue() != 0) {
                throw new BenchFailure(what + " ended with exit code " + process.exitValue() + ". Its log: " + log
                        + "; the last lines of its standard error:\n" + lastLines(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure(what + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The end of what a process said on standard error. */
    public static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log.resolveSibling(log.getFileName() + ".err"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(nothing)";
        }
    }
}
