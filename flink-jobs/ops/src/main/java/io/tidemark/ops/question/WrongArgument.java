package io.tidemark.ops.question;

/** What was given to a question does not fit it. The message says what was given, why not, and what would fit. */
public final class WrongArgument extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongArgument(String message) {
        super(message);
    }
}
