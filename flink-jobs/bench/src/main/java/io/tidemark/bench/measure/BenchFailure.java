package io.tidemark.bench.measure;

/** The benchmark could not be run to its end; the message says what a person needs to know. */
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure that has no other cause. */
    public BenchFailure(String message) {
        super(message);
    }

    /** A failure with what caused it. */
    public BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
