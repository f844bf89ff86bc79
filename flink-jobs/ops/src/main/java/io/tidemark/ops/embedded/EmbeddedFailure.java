package io.tidemark.ops.embedded;

/**
 * Something that runs in this process could not do its work. The message says what was tried, on what, why it failed
 * and what to do next; a command that ends with it exits with 1.
 */
public final class EmbeddedFailure extends RuntimeException {
    /** A failure without an exception behind it. */
    public EmbeddedFailure(String message) {
        super(message);
    }

    /** A failure that an exception caused. */
    public EmbeddedFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The deepest cause that has something to say, as one line: class name and message. */
    static String reason(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null) {
                deepest = at;
            }
        }
        String message = deepest.getMessage();
        String said = message == null ? "" : ": " + message.lines().findFirst().orElse("");
        return deepest.getClass().getSimpleName() + said;
    }
}
