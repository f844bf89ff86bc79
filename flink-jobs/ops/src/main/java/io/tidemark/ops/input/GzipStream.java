package io.tidemark.ops.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What is in a gzip stream of any number of members (RFC 1952), to its true end: it waits for the next member of a pipe as
 * long as the pipe is open. Java's own {@link java.util.zip.GZIPInputStream} takes {@code available() == 0} behind a member
 * for the end, and loses what comes after a pause.
 *
 * <p>Zeros behind a member are padding. A member that is torn or damaged, and anything else behind a member, is an error.
 * A read returns as soon as there is something to return.
 */
public final class GzipStream extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int FIRST = 0x1F;
    private static final int SECOND = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_SUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] one = new byte[1];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final CRC32 headerSum = new CRC32();
    private int at;
    private int end;
    /** How many bytes were read before those in the buffer. */
    private long before;

    private boolean inMember;
    private boolean ended;

    /** A stream whose first byte is the first of a member. */
    public GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) == 1 ? one[0] & 0xFF : END;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || begin()) {
            int read = inflate(bytes, from, length);
            if (read > 0) {
                sum.update(bytes, from, read);
                return read;
            }
        }
        return END;
    }

    /** Goes on within the member; 0 where more must be read first, or the member has ended. */
    private int inflate(byte[] bytes, int from, int length) throws IOException {
        try {
            int read = inflater.inflate(bytes, from, length);
            at = end - inflater.getRemaining();
            if (read == 0 && inflater.finished()) {
                finish();
            } else if (read == 0 && inflater.needsDictionary()) {
                throw damaged("a preset dictionary is needed");
            } else if (read == 0 && inflater.needsInput()) {
                if (!fill()) {
                    throw torn();
                }
                inflater.setInput(buffer, at, end - at);
            }
            return read;
        } catch (DataFormatException e) {
            throw damaged(e.getMessage() == null ? "invalid data" : e.getMessage());
        }
    }

    /** Begins the next member; false where there is none. */
    private boolean begin() throws IOException {
        if (ended) {
            return false;
        }
        boolean first = before == 0 && at == 0;
        int magic = next();
        while (magic == 0 && !first) {
            magic = next();
        }
        if (magic == END) {
            ended = true;
            if (first) {
                throw torn();
            }
            return false;
        }
        long place = before + at - 1;
        int second = magic == FIRST ? next() : SECOND;
        if (second == END) {
            throw torn();
        }
        if (magic != FIRST || second != SECOND) {
            throw new ZipException(
                    first
                            ? "it is no gzip"
                            : "something that is no gzip begins at byte " + place + ", behind what is compressed");
        }
        header();
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        sum.reset();
        inMember = true;
        return true;
    }

    private void header() throws IOException {
        headerSum.reset();
        headerSum.update(FIRST);
        headerSum.update(SECOND);
        if (headerByte() != DEFLATE) {
            throw damaged("an unknown method");
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw damaged("unknown flags");
        }
        skipHeader(6);
        if ((flags & EXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            boolean more = (flags & text) != 0;
            while (more) {
                more = headerByte() != 0;
            }
        }
        if ((flags & HEADER_SUM) != 0) {
            int expected = (int) headerSum.getValue() & 0xFFFF;
            if ((headerByte() | headerByte() << 8) != expected) {
                throw damaged("the header's checksum differs");
            }
        }
    }

    private void skipHeader(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            headerByte();
        }
    }

    private int headerByte() throws IOException {
        int value = next();
        if (value == END) {
            throw torn();
        }
        headerSum.update(value);
        return value;
    }

    /** Behind the member's data: its checksum and its length must be those of what was read. */
    private void finish() throws IOException {
        inMember = false;
        if (number() != (int) sum.getValue()) {
            throw damaged("the checksum differs");
        }
        if (number() != (int) inflater.getBytesWritten()) {
            throw damaged("the length differs");
        }
    }

    private int number() throws IOException {
        int number = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            number |= headerByte() << shift;
        }
        return number;
    }

    private int next() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xFF : END;
    }

    private boolean fill() throws IOException {
        before += end;
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private static EOFException torn() {
        return new EOFException("the compressed file ends too early, as one does that was not copied whole");
    }

    private ZipException damaged(String why) {
        return new ZipException("what is compressed is damaged at about byte " + (before + at) + " (" + why + ")");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
