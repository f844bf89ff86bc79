package io.tidemark.job.fence;

import io.tidemark.lake.catalog.WriterLease;
import io.tidemark.lake.guard.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether the job may start: decided by {@link StartCheck} from the state that it is given, from what the tables hold and
 * from whether another job writes to them. Only what an allowed start needs can be taken from one that is allowed.
 */
public sealed interface StartDecision {
    /**
     * The start, if it is allowed.
     *
     * @throws Refusal if it is refused
     */
    Allowed require();

    /** The job may start. */
    sealed interface Allowed extends StartDecision {
        /** The state that it begins from. */
        StartState state();

        /** What lets this start alone write; null where one start cannot be told from the next. */
        @Nullable
        WriterLease lease();

        @Override
        default Allowed require() {
            return this;
        }
    }

    /**
     * No other job writes, and from when the lease is acquired no other start can.
     *
     * @param state the state that the job begins from
     * @param lease of this start; not acquired yet
     */
    record Exclusive(StartState state, WriterLease lease) implements Allowed {}

    /**
     * Flink itself starts the job again after a failure, and knows its newest checkpoint: the job checks that one, and a
     * start has no lease.
     *
     * @param state the state that the job begins from where Flink knows none
     */
    record Recoverable(StartState state) implements Allowed {
        @Override
        public @Nullable WriterLease lease() {
            return null;
        }
    }

    /**
     * The job may not start.
     *
     * @param refusal why, and what to do
     */
    record Refused(Refusal refusal) implements StartDecision {
        @Override
        public Allowed require() {
            throw refusal;
        }
    }
}
