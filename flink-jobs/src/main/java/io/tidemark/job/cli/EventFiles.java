package io.tidemark.job.cli;

import io.tidemark.job.archive.ArchiveName;
import io.tidemark.job.archive.ArchiveReader;
import io.tidemark.job.archive.ArchivedEvent;
import io.tidemark.job.archive.LineReader;
import io.tidemark.job.archive.RowReader;
import io.tidemark.job.connect.EventsSender;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Files of JSON lines, plain or gzipped, and standard input: one record a line, handed on as its bytes are; and archives
 * of an export, ours or Amplitude's, whose rows are handed on as the events that they were.
 */
final class EventFiles {
    private static final String STANDARD_INPUT = "-";
    private static final int BUFFER = 1 << 16;

    private final List<String> names;

    /** Takes one record. */
    interface Taker {
        /**
         * Takes it.
         *
         * @param timestamp when it first reached a log, ms since the epoch; null where nobody knows
         */
        void take(byte[] value, @Nullable Long timestamp);
    }

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
                        + ". Nothing was sent. Give files of JSON lines, plain or .gz, archives of an export (.zip), or -"
                        + " for standard input.");
            }
        }
    }

    /** Whether any of the files is an archive, whose events have timestamps of their own. */
    boolean haveTimestamps() {
        try {
            for (String name : names) {
                if (isArchive(name) || isRowFile(name)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Whoever reads it will see.
            return false;
        }
    }

    /** Hands every record of every file on, in order. */
    void forEach(Taker taker) {
        for (String name : names) {
            try {
                if (isArchive(name)) {
                    new ArchiveReader(Path.of(name), EventsSender.LARGEST_RECORD)
                            .forEach(event -> taker.take(event.value(), event.timestamp()));
                } else {
                    lines(name, taker);
                }
            } catch (LineReader.LineTooLong e) {
                throw new CommandFailure(
                        "Could not read all of " + name + ": " + e.getMessage() + ". Is it a file of JSON lines?");
            } catch (IOException e) {
                throw new CommandFailure("Could not read all of " + name + ": " + reason(e)
                        + ". What was sent before is being kept; mend the file and send it again: events with an"
                        + " insert_id are not taken twice.");
            }
        }
    }

    private static void lines(String name, Taker taker) throws IOException {
        RowReader rows = isRowFile(name) ? new RowReader() : null;
        try (LineReader lines = new LineReader(open(name), EventsSender.LARGEST_RECORD)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (rows == null) {
                    taker.take(line, null);
                } else {
                    ArchivedEvent event = rows.read(line);
                    taker.take(event.value(), event.timestamp());
                }
            }
        }
    }

    private static boolean isRowFile(String name) {
        return ArchiveName.parse(name).isPresent();
    }

    private static boolean isArchive(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return isZip(in.readNBytes(4));
        }
    }

    // Also of an empty zip, and of a part of one.
    private static boolean isZip(byte[] magic) {
        return magic.length == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == magic[3] - 1 && magic[2] % 2 == 1;
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
        PushbackInputStream peek = new PushbackInputStream(new BufferedInputStream(in, BUFFER), 4);
        byte[] magic = peek.readNBytes(4);
        peek.unread(magic);
        if (isZip(magic)) {
            throw new IOException("an archive cannot be read from standard input; give its file");
        }
        boolean gzipped = magic.length >= 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
        return gzipped ? new GZIPInputStream(peek, BUFFER) : peek;
    }
}
