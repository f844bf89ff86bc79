package io.tidemark.job.bootstrap;

/**
 * How far a bootstrap is.
 *
 * @param step what is being done
 * @param done files read, or parts of the savepoint written
 * @param total how many there are
 */
public record BootstrapProgress(Step step, int done, int total) {
    /** What is being done. */
    public enum Step {
        /** The tables are read. */
        READING,
        /** The devices are folded and written. */
        WRITING
    }
}
