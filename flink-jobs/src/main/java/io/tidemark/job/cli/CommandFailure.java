package io.tidemark.job.cli;

/** Something that the command itself cannot do; the message says what was tried, on what, why it failed, what to do. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
