package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.ops.configure.ConfigPlan;
import io.tidemark.ops.configure.ParkedShare;
import io.tidemark.ops.configure.ServiceConfigs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a version of the service configuration would change. */
public record ConfigPlanDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("version") long version,
        @JsonProperty("changes") List<ConfigDiffDocument.Change> changes,
        @JsonProperty("effective_from") Instant effectiveFrom,
        @JsonProperty("done") boolean done,
        @JsonProperty("would_have_parked") @Nullable Parked parked) {
    /** The document of a plan. */
    public static ConfigPlanDocument of(ConfigPlan plan) {
        ParkedShare share = plan.parked();
        return new ConfigPlanDocument(
                plan.hash(),
                plan.number(),
                ConfigDiffDocument.changes(plan.changes()),
                plan.effectiveFrom(),
                false,
                share == null
                        ? null
                        : new Parked(share.parked(), share.events(), share.sample(), share.from(), share.to()));
    }

    /** Which share of the events of the last day it would have parked. */
    record Parked(
            @JsonProperty("parked") long parked,
            @JsonProperty("events") long events,
            @JsonProperty("sample") boolean sample,
            @JsonProperty("from") Instant from,
            @JsonProperty("to") Instant to) {}

    /** A version that was made now. */
    public record Made(
            @JsonProperty("version") long version,
            @JsonProperty("effective_from") Instant effectiveFrom,
            @JsonProperty("api_key") @Nullable String apiKey,
            @JsonProperty("done") boolean done) {
        /** The document of a version. */
        public static Made of(ServiceConfigs.Made made) {
            return new Made(
                    made.version().number(), Instant.ofEpochMilli(made.version().effectiveFrom()), made.apiKey(), true);
        }
    }

    /** How many versions were written into the topic, or into the table. */
    public record Written(@JsonProperty("written") int written) {}
}
