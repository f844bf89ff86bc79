package io.tidemark.ops.input;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream as their bytes are, without what wraps them: their ends (LF or CR LF; the last needs none), a byte
 * order mark at the front of a line (files that are put together have several), and lines with nothing but white space.
 */
public final class LineReader implements RecordReader {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private final Bytes line = new Bytes();
    private int at;
    private int end;

    /**
     * Reads a stream.
     *
     * @param longest how many bytes a line may have
     */
    public LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        while (true) {
            if (!readLine()) {
                return null;
            }
            byte[] record = record();
            if (record != null) {
                return record;
            }
        }
    }

    /** The line without what wraps it; null where nothing is left. */
    private byte @Nullable [] record() {
        int from = line.skipByteOrderMark();
        int to = line.length() > from && line.at(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        for (int i = from; i < to; i++) {
            if (!FirstBytes.isSpace(line.at(i))) {
                return line.slice(from, to);
            }
        }
        return null;
    }

    /** Reads one line, however blank; false behind the last. */
    private boolean readLine() throws IOException {
        line.clear();
        boolean begun = false;
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(buffer));
                if (end == 0) {
                    return begun;
                }
            }
            begun = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.add(buffer, from, at - from);
            if (line.length() > longest) {
                throw new RecordTooLong("a line of it", longest);
            }
            if (at < end) {
                at++;
                return true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
