package io.tidemark.job.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as their bytes are, without their ends; the last needs no end. */
public final class LineReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
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

    /** A line is longer than any may be. */
    public static final class LineTooLong extends IOException {
        private static final long serialVersionUID = 1;

        LineTooLong(int longest) {
            super("a line of it is longer than " + (longest >> 20) + " MiB");
        }
    }

    /**
     * The next line; null behind the last.
     *
     * @throws LineTooLong if it is too long
     */
    public byte @Nullable [] next() throws IOException {
        line.reset();
        boolean begun = false;
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(buffer));
                if (end == 0) {
                    return begun ? line.toByteArray() : null;
                }
            }
            begun = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (line.size() > longest) {
                throw new LineTooLong(longest);
            }
            if (at < end) {
                at++;
                return line.toByteArray();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
