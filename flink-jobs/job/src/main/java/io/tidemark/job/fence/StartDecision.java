package io.tidemark.job.fence;

import io.tidemark.job.fence.StartCheck.Found;
import io.tidemark.lake.guard.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether the job may start: decided by {@link StartCheck#decide} alone, from the state that it is given, from what the
 * tables hold and from whether another job writes to them. An allowed one hands on everything that a start needs.
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

        /** What the tables hold, since no job of an earlier start can commit to them any more. */
        Found found();

        /** The name under which this start has claimed the tables; null where one start cannot be told from the next. */
        @Nullable
        String claim();

        @Override
        default Allowed require() {
            return this;
        }
    }

    /**
     * No other start can write: the tables are claimed for this one.
     *
     * @param state the state that the job begins from
     * @param found what the tables hold since then
     * @param claim the name of this start, unlike that of any other
     */
    record Exclusive(StartState state, Found found, String claim) implements Allowed {}

    /**
     * Flink itself starts the job again after a failure, and knows its newest checkpoint: the job checks that one, and a
     * start claims nothing.
     *
     * @param state the state that the job begins from where Flink knows none
     * @param found what the tables hold
     */
    record Recoverable(StartState state, Found found) implements Allowed {
        @Override
        public @Nullable String claim() {
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
