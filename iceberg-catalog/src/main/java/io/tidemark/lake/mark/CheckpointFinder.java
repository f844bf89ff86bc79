package io.tidemark.lake.mark;

import io.tidemark.lake.snapshot.CheckpointStamp;
import java.util.Optional;

/** Knows where the job keeps its checkpoints. */
@FunctionalInterface
public interface CheckpointFinder {
    /** Knows of none: the state can be computed from the tables. */
    CheckpointFinder NONE = stamp -> Optional.empty();

    /** The directory of the complete checkpoint of this job and number, if it is still there. */
    Optional<String> find(CheckpointStamp stamp);
}
