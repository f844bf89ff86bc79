package io.tidemark.job.cli;

import io.tidemark.job.connect.EventsSender;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Files of JSON lines, plain or gzipped, and standard input: one record a line, handed on as its bytes are. */
final class EventFiles {
    private static final String STANDARD_INPUT = "-";
    private static final int BUFFER = 1 << 16;

    private final List<String> names;

    /**
     * Looks whether every file can be read, before anything is begun.
     *
     * @throws CommandFailure if one cannot
     */
    EventFiles(List<String> names) {
        this.names = List.copyOf(names);
        for (String name : names) {
            Path path = Path.of(name);
            if (!name.equals(STANDARD_INPUT) && !(Files.isReadable(path) && !Files.isDirectory(path))) {
                String why = !Files.exists(path)
                        ? "there is no such file"
                        : Files.isDirectory(path) ? "it is a directory" : "it may not be read";
                throw new CommandFailure("Cannot read events from " + name + ": " + why
                        + ". Nothing was sent. Give files of JSON lines, plain or .gz, or - for standard input.");
            }
        }
    }

    /** Hands every line of every file on, in order, without its line end. */
    void forEachLine(Consumer<byte[]> line) {
        for (String name : names) {
            try (InputStream in = open(name)) {
                lines(name, in, line);
            } catch (IOException e) {
                throw new CommandFailure("Could not read all of " + name + ": " + reason(e)
                        + ". What was sent before is being kept; mend the file and send it again: events with an"
                        + " insert_id are not taken twice.");
            }
        }
    }

    private static String reason(IOException e) {
        // A stream that ends in mid-header has no message at all.
        if (e instanceof EOFException) {
            return "the compressed file ends too early, as one does that was not copied whole";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
        PushbackInputStream peek = new PushbackInputStream(new BufferedInputStream(in, BUFFER), 2);
        byte[] magic = peek.readNBytes(2);
        peek.unread(magic);
        boolean gzipped = magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
        return gzipped ? new GZIPInputStream(peek, BUFFER) : peek;
    }

    private static void lines(String name, InputStream in, Consumer<byte[]> consumer) throws IOException {
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean begun = false;
        int length = in.read(buffer);
        for (; length >= 0; length = in.read(buffer)) {
            int from = 0;
            for (int at = 0; at < length; at++) {
                if (buffer[at] == '\n') {
                    line.write(buffer, from, at - from);
                    consumer.accept(line.toByteArray());
                    line.reset();
                    from = at + 1;
                }
            }
            line.write(buffer, from, length - from);
            begun = from < length || (begun && from == 0);
            if (line.size() > EventsSender.LARGEST_RECORD) {
                throw new CommandFailure("Could not read all of " + name + ": a line of it is longer than "
                        + (EventsSender.LARGEST_RECORD >> 20) + " MiB. Is it a file of JSON lines?");
            }
        }
        if (begun) {
            consumer.accept(line.toByteArray());
        }
    }
}
