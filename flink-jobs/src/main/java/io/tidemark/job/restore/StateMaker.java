package io.tidemark.job.restore;

import io.tidemark.lake.restore.Target;

/** Makes the job's state of a moment, where the job's own checkpoint of it is gone. */
@FunctionalInterface
public interface StateMaker {
    /**
     * Computes the state from the tables at the target and writes it where Flink can read it.
     *
     * @param epoch the epoch of the job that begins from it
     * @return where it is, and what it holds in a person's words
     */
    Made make(Target target, int epoch);

    /**
     * What was made.
     *
     * @param path the savepoint
     * @param words what it holds, for a person
     */
    record Made(String path, String words) {}
}
