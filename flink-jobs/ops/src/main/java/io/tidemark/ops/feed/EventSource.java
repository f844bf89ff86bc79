package io.tidemark.ops.feed;

import io.tidemark.job.kafka.EventsSender;
import io.tidemark.ops.archive.ArchiveReader;
import io.tidemark.ops.input.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One name that events are read from: a file, a pipe by its name, or standard input. What is no regular file is opened
 * and read once, whatever it holds.
 */
final class EventSource {
    private static final Set<String> STANDARD_INPUT = Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    private final String name;
    private final @Nullable Path file;
    private final @Nullable CompletableFuture<InputStream> pipe;

    private EventSource(String name, @Nullable Path file, @Nullable CompletableFuture<InputStream> pipe) {
        this.name = name;
        this.file = file;
        this.pipe = pipe;
    }

    /**
     * What a name means. A pipe is opened at once and beside everything else: its writer may have gone by the
     * time that it is read, and what was written stays in it as long as it is open.
     *
     * @throws SourceFailure if there is nothing to read
     */
    static EventSource of(String name) {
        if (STANDARD_INPUT.contains(name)) {
            return new EventSource(name, null, null);
        }
        Path path = Path.of(name);
        String why = !Files.exists(path)
                ? "there is no such file"
                : Files.isDirectory(path)
                        ? "it is a directory; give its files, as in " + name + (name.endsWith("/") ? "*" : "/*")
                        : "it may not be read";
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new SourceFailure("Cannot read events from " + name + ": " + why
                    + ". Nothing was sent. Give files of JSON lines, plain or .gz, archives of an export (.zip), or -"
                    + " for standard input.");
        }
        return Files.isRegularFile(path)
                ? new EventSource(name, path, null)
                : new EventSource(name, null, opening(path));
    }

    private static CompletableFuture<InputStream> opening(Path pipe) {
        CompletableFuture<InputStream> opened = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        opened.complete(Files.newInputStream(pipe));
                    } catch (IOException | RuntimeException e) {
                        opened.completeExceptionally(e);
                    }
                },
                "opens " + pipe);
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    String name() {
        return name;
    }

    /** The file, which can be read again; null for what is read once. */
    @Nullable
    Path file() {
        return file;
    }

    /** Looks at the first bytes of a file, so that nothing is begun for what holds no events. */
    void check() throws IOException {
        if (file == null) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Content content = Content.of(in);
            if (content.form() == Content.Form.ARCHIVE && !content.gzipped()) {
                new ArchiveReader(file, EventsSender.LARGEST_RECORD).check();
            }
        }
    }

    /** Its bytes; of a pipe, as soon as somebody writes to it. */
    InputStream open() throws IOException {
        if (file != null) {
            return WholeFile.open(file);
        }
        if (pipe == null) {
            return System.in;
        }
        try {
            return pipe.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? new IOException(cause.getMessage(), cause)
                    : new NoSuchFileException(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted while it waited for a writer", e);
        }
    }
}
