package io.tidemark.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where results go. The writers above it keep a failure to themselves, so it remembers the first one: an answer that was
 * not written whole must not end like one that was. After a failure nothing more is written.
 */
public final class StandardOutput extends OutputStream {
    private static final String READER_GONE = "broken pipe";

    private final OutputStream out;
    private @Nullable IOException failure;

    public StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Why the results are not all written; none if they are, or if their reader has gone, as {@code head} does. */
    public Optional<String> failure() {
        IOException first = failure;
        if (first == null) {
            return Optional.empty();
        }
        String reason = first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
        return reason.toLowerCase(Locale.ROOT).contains(READER_GONE) ? Optional.empty() : Optional.of(reason);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireWhole();
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        requireWhole();
        try {
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void requireWhole() throws IOException {
        if (failure != null) {
            throw new IOException("What came before could not be written", failure);
        }
    }
}
