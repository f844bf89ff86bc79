package io.tidemark.collector.main;

/** A collector could not be started, or a spool not be drained; the message says what to do. */
public final class CollectorFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what was tried, why it failed, and what to do. */
    public CollectorFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
