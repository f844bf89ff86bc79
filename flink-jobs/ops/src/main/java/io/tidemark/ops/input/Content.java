package io.tidemark.ops.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * What a stream holds, told by its first bytes and not by a name; gzip is taken off, however often it was put round.
 *
 * @param form how the records are laid out in it
 * @param bytes the stream from its first byte, without gzip
 * @param gzipped whether gzip was taken off
 */
public record Content(Form form, InputStream bytes, boolean gzipped) {
    private static final int FIRST_READ = 1 << 13;
    private static final int MOST_WRAPPINGS = 4;

    /** How records are laid out. */
    public enum Form {
        /** There is none. */
        NOTHING,
        /** One a line. */
        LINES,
        /** JSON over several lines, or several on one: objects, lists of objects, whole requests of the HTTP API. */
        VALUES,
        /** A zip. */
        ARCHIVE,
        /** Something compressed, which is taken off before anybody sees it. */
        GZIP
    }

    /**
     * Reads as much of a stream as tells what it holds.
     *
     * @throws NotEvents if that is nothing to read events from
     * @throws IOException if it cannot be read
     */
    public static Content of(InputStream stream) throws IOException {
        Content content = read(stream, false);
        for (int i = 0; content.form == Form.GZIP; i++) {
            if (i == MOST_WRAPPINGS) {
                throw new NotEvents("it is compressed more than " + MOST_WRAPPINGS + " times. Decompress it first");
            }
            content = read(new GzipStream(content.bytes), true);
        }
        return content;
    }

    private static Content read(InputStream stream, boolean gzipped) throws IOException {
        byte[] head = new byte[FIRST_READ];
        int length = 0;
        boolean whole = false;
        Form form = null;
        while (form == null) {
            if (length == head.length) {
                head = Arrays.copyOf(head, length * 2);
            }
            int read = stream.read(head, length, head.length - length);
            whole |= read < 0;
            length += Math.max(0, read);
            form = FirstBytes.of(head, length, whole);
        }
        return new Content(form, new SequenceInputStream(new ByteArrayInputStream(head, 0, length), stream), gzipped);
    }

    /**
     * The records, of everything but an archive.
     *
     * @param longest how many bytes a record may have
     */
    public RecordReader records(int longest) {
        return form == Form.VALUES ? new ValueReader(bytes, longest) : new LineReader(bytes, longest);
    }
}
