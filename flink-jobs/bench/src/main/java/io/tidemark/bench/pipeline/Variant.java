package io.tidemark.bench.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.config.JobConfig.StateBackend;
import java.util.Locale;

/**
 * A pipeline with the backend that its state is kept in.
 *
 * @param pipeline the pipeline
 * @param backend the backend; of no effect where the pipeline keeps no state
 */
record Variant(
        @JsonProperty("pipeline") Pipeline pipeline,
        @JsonProperty("backend") StateBackend backend) {
    /** How reports call it: {@code a}, {@code b-hashmap}, {@code b-rocksdb}, {@code c}, {@code d}. */
    String label() {
        return pipeline.isStateful()
                ? pipeline.letter() + "-" + backend.name().toLowerCase(Locale.ROOT)
                : pipeline.letter();
    }
}
