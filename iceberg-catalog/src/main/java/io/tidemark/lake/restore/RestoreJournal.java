package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a restore has come. It is written beside the tables after every step, so a restore that is cut off goes on
 * where it was.
 *
 * @param plan what it does
 * @param done the steps that are done, in order
 */
public record RestoreJournal(
        @JsonProperty("plan") RestorePlan plan,
        @JsonProperty("done") List<Done> done) {
    /** Keeps a copy. */
    public RestoreJournal {
        done = List.copyOf(done);
    }

    /**
     * A step that is done.
     *
     * @param step which
     * @param at when it was, by the clock of the machine that did it
     * @param millis how long it took
     * @param detail what came of it, in a person's words
     */
    public record Done(
            @JsonProperty("step") RestoreStep step,
            @JsonProperty("at") String at,
            @JsonProperty("millis") long millis,
            @JsonProperty("detail") String detail) {
        /** When it was done. */
        public Instant instant() {
            return Instant.parse(at);
        }
    }

    /** A restore that has done nothing yet. */
    public static RestoreJournal begin(RestorePlan plan) {
        return new RestoreJournal(plan, List.of());
    }

    /** The same with one step more. */
    public RestoreJournal with(Done step) {
        List<Done> more = new ArrayList<>(done);
        more.add(step);
        return new RestoreJournal(plan, more);
    }

    /** Whether a step is done. */
    public boolean has(RestoreStep step) {
        return done.stream().anyMatch(each -> each.step() == step);
    }

    /** Whether every step is done. */
    public boolean finished() {
        return next() == null;
    }

    /** The first step that is not done; null when all are. */
    public @Nullable RestoreStep next() {
        for (RestoreStep step : RestoreStep.values()) {
            if (!has(step)) {
                return step;
            }
        }
        return null;
    }

    /** When its last step was done; null before the first. */
    public @Nullable Instant newest() {
        return done.isEmpty() ? null : done.get(done.size() - 1).instant();
    }
}
