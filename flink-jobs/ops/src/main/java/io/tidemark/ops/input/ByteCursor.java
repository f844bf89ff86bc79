package io.tidemark.ops.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A stream of JSON, stepped over token by token without a look at what is in it; what is stepped over can be kept. */
final class ByteCursor implements AutoCloseable {
    private static final int END = -1;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private final Bytes kept = new Bytes();
    private boolean keeping;
    private int at;
    private int end;
    private long before;

    ByteCursor(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** From here on what is stepped over is kept, and what was kept before is dropped. */
    void keep() {
        kept.clear();
        keeping = true;
    }

    /** From here on nothing is kept. */
    void forget() {
        kept.clear();
        keeping = false;
    }

    /** What was stepped over since {@link #keep}. */
    byte[] kept() {
        return keptFrom(0);
    }

    /** How many bytes of it are kept. */
    int keptLength() {
        return kept.length();
    }

    /** What was kept from a place on. */
    byte[] keptFrom(int from) {
        return kept.slice(from, kept.length());
    }

    /** The byte at the cursor, which is not stepped over; {@code -1} at the end. */
    int peek() throws IOException {
        return at < end || fill() ? buffer[at] & 0xFF : END;
    }

    /** The same, where the text cannot end. */
    int peekOrFail() throws IOException {
        int value = peek();
        if (value == END) {
            throw new EOFException("its JSON ends in the middle, as in a file that was not copied whole");
        }
        return value;
    }

    /** Steps over the byte at the cursor, and gives it. */
    int step() throws IOException {
        int value = peekOrFail();
        at++;
        if (keeping) {
            kept.add((byte) value);
            if (kept.length() > longest) {
                throw new RecordTooLong("a record of it", longest);
            }
        }
        return value;
    }

    /** Steps over white space and byte order marks, and gives the byte behind it, which is not stepped over. */
    int skipWhitespace() throws IOException {
        int value = peek();
        while (value != END && (FirstBytes.isSpace((byte) value) || value == 0xEF || value == 0xBB || value == 0xBF)) {
            step();
            value = peek();
        }
        return value;
    }

    /** Steps over a string; the cursor is at its quote. */
    void string() throws IOException {
        step();
        for (int value = step(); value != '"'; value = step()) {
            if (value == '\\') {
                step();
            }
        }
    }

    /** Steps over a value of any kind, however deep. */
    void value() throws IOException {
        long depth = 0;
        do {
            int value = depth == 0 ? skipWhitespace() : peek();
            if (value == '"') {
                string();
            } else if (value == '{' || value == '[') {
                step();
                depth++;
            } else if (depth > 0) {
                int stepped = step();
                depth -= stepped == '}' || stepped == ']' ? 1 : 0;
            } else {
                scalar();
            }
        } while (depth > 0);
    }

    private void scalar() throws IOException {
        int steps = 0;
        for (int value = peek(); !endsScalar(value); value = peek()) {
            step();
            steps++;
        }
        if (steps == 0) {
            peekOrFail();
            throw malformed("a value is missing");
        }
    }

    private static boolean endsScalar(int value) {
        return value == END || value == ',' || value == '}' || value == ']' || FirstBytes.isSpace((byte) value);
    }

    /** Something that is not where it must be. */
    IOException malformed(String what) {
        return new IOException("at byte " + (before + at) + " of its text " + what);
    }

    private boolean fill() throws IOException {
        before += end;
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
