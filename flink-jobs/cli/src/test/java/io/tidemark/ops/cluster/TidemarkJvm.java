package io.tidemark.ops.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How tests start {@code tidemark} in a process of its own. What an ingest loads is archived once by the JVM (AppCDS), which
 * saves every later process about half of its start.
 */
public final class TidemarkJvm {
    private static final String MAIN = "io.tidemark.cli.Tidemark";
    private static final String EVENT = "{\"event_type\":\"Start\",\"device_id\":\"device-of-archive\"}\n";
    private static final List<String> FLAGS = Stream.concat(
                    Launch.BRIEF.stream(),
                    Stream.of(
                            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                            "--add-opens=java.base/java.lang=ALL-UNNAMED",
                            "--add-opens=java.base/java.util=ALL-UNNAMED",
                            // The tests' own would come first.
                            "-Dlog4j2.configurationFile=classpath:log4j2.properties"))
            .toList();

    private static @Nullable TidemarkJvm made;

    private final String classPath;
    private final @Nullable Path archive;

    private TidemarkJvm(String classPath, @Nullable Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /**
     * The program and its arguments.
     *
     * @param heap the JVM's flag of the largest heap
     */
    public static synchronized List<String> command(String heap, List<String> arguments) {
        if (made == null) {
            made = make();
        }
        List<String> more = new ArrayList<>(List.of(heap));
        if (made.archive != null) {
            // Standard output is the command's: an archive that does not fit is not used, without a warning.
            more.addAll(List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + made.archive));
        }
        return made.command(more, arguments);
    }

    private List<String> command(List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classPath, MAIN));
        command.addAll(arguments);
        return command;
    }

    /** Without an archive where the product's classes are in a directory: the JVM archives only what is in jars. */
    private static TidemarkJvm make() {
        String all = System.getProperty("java.class.path");
        List<Path> entries =
                Stream.of(all.split(File.pathSeparator)).map(Path::of).toList();
        if (entries.stream().anyMatch(entry -> Files.isDirectory(entry) && !entry.endsWith("test-classes"))) {
            return new TidemarkJvm(all, null);
        }
        String jars = String.join(
                File.pathSeparator,
                entries.stream()
                        .filter(Files::isRegularFile)
                        .map(Path::toString)
                        .toList());
        try {
            Path directory = Files.createTempDirectory("tidemark-jvm");
            Path archive = directory.resolve("classes.jsa");
            boolean written = new TidemarkJvm(jars, null).archive(archive, directory);
            delete(directory.resolve("lake"));
            archive.toFile().deleteOnExit();
            return written ? new TidemarkJvm(jars, archive) : new TidemarkJvm(all, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot archive the classes of tidemark in the temporary directory", e);
        }
    }

    /** Runs an ingest that writes the archive when it ends; whether it did. */
    private boolean archive(Path archive, Path directory) throws IOException {
        Path events = Files.writeString(directory.resolve("events.jsonl"), EVENT);
        List<String> flags = List.of("-Xmx1g", "-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive);
        List<String> arguments =
                List.of("ingest", "--lake", directory.resolve("lake").toString(), events.toString());
        new Launch("archive", command(flags, arguments), Map.of(), directory).run();
        return Files.exists(archive);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
