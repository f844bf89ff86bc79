package io.tidemark.ops.restore;

import io.tidemark.lake.restore.Target;

/** Makes the job's state of a checkpoint, where the job's own checkpoint of it is gone. */
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
     * Returns if a state could be written; changes nothing that is read.
     *
     * @param target the point in time that it would be of
     * @param epoch the epoch of the job that would begin from it
     * @throws io.tidemark.lake.guard.Refusal if there is no place for it
     * @throws io.tidemark.lake.catalog.LakeFailure if the storage does not answer or refuses
     */
    default void require(Target target, int epoch) {
        // In memory there is always room.
    }

    /**
     * What was made.
     *
     * @param path the savepoint
     * @param words what it holds, for a person
     */
    record Made(String path, String words) {}
}
