package io.tidemark.ops.setup;

import io.tidemark.lake.catalog.PlanHash;
import java.util.List;

/**
 * What is missing for a pipeline to run.
 *
 * @param steps what would be done, in order; none where all is there
 * @param notes what stays as it is and is not as a new one would be, each with what follows from it
 */
public record SetupPlan(List<SetupStep> steps, List<String> notes) {
    /** Keeps copies. */
    public SetupPlan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** The plan's name: other steps have another one. */
    public String hash() {
        return PlanHash.of(steps.stream().map(SetupStep::says).toList());
    }
}
