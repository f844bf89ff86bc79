package io.tidemark.cli.output;

import java.io.IOException;
import java.io.PrintWriter;

/** Standard output that tells when nobody reads it any more, so that a long answer to {@code head} ends early. */
public final class CheckedOutput implements Appendable {
    private static final int BETWEEN_CHECKS = 10_000;

    private final PrintWriter out;
    private int sinceCheck;

    /** Standard output, checked now and then. */
    public CheckedOutput(PrintWriter out) {
        this.out = out;
    }

    /** The reader of standard output has closed it. */
    public static final class BrokenPipe extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public CheckedOutput append(CharSequence text) throws BrokenPipe {
        out.append(text);
        check();
        return this;
    }

    @Override
    public CheckedOutput append(CharSequence text, int start, int end) throws BrokenPipe {
        out.append(text, start, end);
        check();
        return this;
    }

    @Override
    public CheckedOutput append(char c) throws BrokenPipe {
        out.append(c);
        check();
        return this;
    }

    private void check() throws BrokenPipe {
        sinceCheck++;
        if (sinceCheck == BETWEEN_CHECKS) {
            sinceCheck = 0;
            // It flushes too, which is why not every value is checked.
            if (out.checkError()) {
                throw new BrokenPipe();
            }
        }
    }
}
