package io.tidemark.ops.feed;

/** A source that cannot be read; the message says what was tried, on what, why it failed, what to do. */
public final class SourceFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SourceFailure(String message) {
        super(message);
    }
}
