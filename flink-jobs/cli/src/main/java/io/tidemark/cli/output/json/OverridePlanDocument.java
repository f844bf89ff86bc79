package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.overrides.OverridePlan;

/** What a correction would do. */
public record OverridePlanDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("seq") long seq,
        @JsonProperty("kind") String kind,
        @JsonProperty("effect") String effect,
        @JsonProperty("merges") long merges,
        @JsonProperty("events") long events,
        @JsonProperty("done") boolean done) {
    /** The document of a plan. */
    public static OverridePlanDocument of(OverridePlan plan) {
        return new OverridePlanDocument(
                plan.hash(),
                plan.seq(),
                plan.request().kind().word(),
                plan.effect(),
                plan.merges(),
                plan.events(),
                false);
    }
}
