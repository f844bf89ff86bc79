package io.tidemark.cli.output.metrics;

import io.tidemark.cli.output.CommandFailure;
import io.tidemark.lake.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A file that node_exporter's textfile collector reads. A reader sees the one before or the new one, whole. */
public final class MetricsFile {
    private final Path file;

    private MetricsFile(Path file) {
        this.file = file;
    }

    /**
     * A file that can be written, as far as can be seen before there is something to write.
     *
     * @throws ParameterException if it is a directory, a pipe or a device, or its directory does not exist
     */
    public static MetricsFile at(Path file, CommandLine line) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        boolean special = Files.exists(absolute) && !Files.isRegularFile(absolute);
        if (directory == null || !Files.isDirectory(directory) || special) {
            throw new ParameterException(
                    line,
                    "The metrics cannot be written to " + file
                            + ": give a file, whose name ends in .prom, in a directory that is there.");
        }
        return new MetricsFile(absolute);
    }

    /**
     * Writes it, in the place of the one before; readable by whomever the umask lets.
     *
     * @throws CommandFailure if it cannot be written; the one before is then still there, and grows old
     */
    public void write(Exposition metrics) {
        // Not ending in .prom, so that the collector leaves it alone; of this process alone, should two write at once.
        Path beside = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            AtomicFile.write(file, beside, metrics.text());
        } catch (IOException e) {
            throw new CommandFailure("The metrics could not be written to " + file + ": " + e
                    + ". The user of the command must be allowed to write to that directory." + leftOver(beside));
        }
    }

    private static String leftOver(Path beside) {
        try {
            Files.deleteIfExists(beside);
            return "";
        } catch (IOException e) {
            return " " + beside + " is left over.";
        }
    }
}
