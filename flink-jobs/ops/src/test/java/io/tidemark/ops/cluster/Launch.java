package io.tidemark.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a program is started: what is run, with which environment, and where its output goes.
 *
 * @param name what messages and the log file call it
 * @param command the program and its arguments, as they are
 * @param environment added to this process's own environment
 * @param logs the directory of {@code <name>.log}, made if it is missing; a second start appends
 */
public record Launch(String name, List<String> command, Map<String, String> environment, Path logs) {

    /** Flags of a JVM that lives for minutes: it compiles quickly and once, and collects garbage in one thread. */
    public static final List<String> BRIEF = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private static final int LAST_LINES = 30;

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A main class on the JDK that runs this test. */
    public static Launch java(
            String name, List<String> jvmFlags, String classPath, List<String> mainAndArguments, Path logs) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        if (!classPath.isEmpty()) {
            command.add("-cp");
            command.add(classPath);
        }
        command.addAll(mainAndArguments);
        return new Launch(name, command, Map.of(), logs);
    }

    /** The same program with more environment. */
    public Launch with(Map<String, String> more) {
        Map<String, String> both = Stream.of(environment, more)
                .flatMap(m -> m.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (mine, theirs) -> theirs));
        return new Launch(name, command, both, logs);
    }

    /** Where the program's standard output and error go. */
    public Path log() {
        return logs.resolve(name + ".log");
    }

    /** Starts the program and leaves it running. */
    public ServerProcess start() {
        return new ServerProcess(this, process());
    }

    /**
     * Runs the program to its end.
     *
     * @throws IllegalStateException if it ends with anything but 0; the message has the end of its log
     */
    public void run() {
        try (ServerProcess running = start()) {
            int code = running.awaitExit();
            if (code != 0) {
                throw new IllegalStateException(
                        name + " ended with exit code " + code + ". Last lines of " + log() + ":\n" + lastLines());
            }
        }
    }

    /** The end of the log, for messages. */
    public String lastLines() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e + ")";
        }
    }

    private Process process() {
        try {
            Files.createDirectories(logs);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot start " + name + " as " + command.get(0) + ": is the program there?", e);
        }
    }
}
