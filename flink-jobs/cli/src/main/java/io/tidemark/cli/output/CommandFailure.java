package io.tidemark.cli.output;

/** Something that the command itself cannot do; the message says what was tried, on what, why it failed, what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure with its message. */
    public CommandFailure(String message) {
        super(message);
    }

    /** A failure with its message and its cause. */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
