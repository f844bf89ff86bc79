package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.ops.cluster.TidemarkJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, as a person runs it; killed when the test leaves it running. */
final class TidemarkProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private TidemarkProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it; what it says goes to files in the given directory. */
    static TidemarkProcess start(Path directory, String... args) throws IOException {
        return startWith("-Xmx2g", directory, args);
    }

    /** The same with another heap. */
    static TidemarkProcess startWith(String heap, Path directory, String... args) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = new ProcessBuilder(TidemarkJvm.command(heap, List.of(args)))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new TidemarkProcess(process, out, err);
    }

    /** Its standard input. */
    OutputStream input() {
        return process.getOutputStream();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has said something on standard error. */
    void awaitSaid(String text) {
        await().atMost(PATIENCE).until(() -> err().contains(text) || !isAlive());
        assertThat(err()).contains(text);
    }

    /** Waits for its end. */
    Run end() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s has ended; it said: %s", process.info().commandLine(), err())
                .isTrue();
        return new Run(process.exitValue(), read(out), err());
    }

    /** Ends it as the operating system does, without a word. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        end();
    }

    /** Asks it to end, as Ctrl-C does, and waits for that. */
    Run stop() throws InterruptedException {
        process.destroy();
        return end();
    }

    /** What it has said on standard error. */
    String err() {
        return read(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
