package io.tidemark.bench.pipeline;

import io.tidemark.config.JobConfig.StateBackend;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param events the records of a run
 * @param rounds how often each run is repeated
 * @param bytes the average sizes of records, each with a topic of its own
 * @param backends the backends of pipelines with state
 * @param pipelines the pipelines, in the order in which each round runs them
 * @param profiles the directory for the profiles of each run, or null for none
 */
public record BenchPlan(
        long events,
        int rounds,
        List<Integer> bytes,
        List<StateBackend> backends,
        List<Pipeline> pipelines,
        @Nullable Path profiles) {
    /** The smallest run that has slices of some size. */
    public static final long FEWEST_EVENTS = 1_000;

    public BenchPlan {
        bytes = List.copyOf(bytes);
        backends = List.copyOf(backends);
        pipelines = List.copyOf(pipelines);
    }

    /** The runs of a round with records of one size. */
    List<Variant> variants() {
        return pipelines.stream()
                .flatMap(pipeline -> pipeline.variants(backends).stream())
                .toList();
    }
}
