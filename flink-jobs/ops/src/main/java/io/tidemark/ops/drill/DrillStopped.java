package io.tidemark.ops.drill;

/** The drill cannot go on; what held and what did not is in its logbook. */
final class DrillStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    DrillStopped(String message) {
        super(message);
    }
}
