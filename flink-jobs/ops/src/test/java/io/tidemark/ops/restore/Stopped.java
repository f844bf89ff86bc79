package io.tidemark.ops.restore;

/** The job has stopped loudly, or does not start; or a command refuses. Whoever is on call hears of it. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Stopped for a named reason. */
    Stopped(String name) {
        super(name, null, false, false);
    }
}
