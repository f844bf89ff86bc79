package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.ops.restore.CatchUp;
import java.time.Duration;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** How far a pipeline is behind its log, and how it catches up. */
record CatchUpDocument(
        @JsonProperty("backlog") long backlog,
        @JsonProperty("caught_up") boolean caughtUp,
        @JsonProperty("drain_per_second") @Nullable Rate drain,
        @JsonProperty("inflow_per_second") @Nullable Rate inflow,
        @JsonProperty("caught_up_in_seconds") @Nullable Estimate estimate) {

    record Rate(
            @JsonProperty("lowest") Number lowest,
            @JsonProperty("mean") Number mean,
            @JsonProperty("highest") Number highest) {
        private static @Nullable Rate of(CatchUp.@Nullable Rate rate, DoubleFunction<Number> number) {
            return rate == null
                    ? null
                    : new Rate(number.apply(rate.lowest()), number.apply(rate.mean()), number.apply(rate.highest()));
        }
    }

    record Estimate(
            @JsonProperty("soonest") double soonest,
            @JsonProperty("latest") @Nullable Double latest) {}

    /**
     * The document of what was seen.
     *
     * @param watched whether the inflow is known
     * @param number how a rate is written
     */
    static CatchUpDocument of(CatchUp seen, boolean watched, DoubleFunction<Number> number) {
        CatchUp.Estimate estimate = seen.estimate();
        return new CatchUpDocument(
                seen.backlog(),
                seen.caughtUp(),
                Rate.of(seen.drain(), number),
                Rate.of(watched ? seen.inflow() : null, number),
                estimate == null ? null : new Estimate(seconds(estimate.soonest()), secondsOrNull(estimate.latest())));
    }

    private static @Nullable Double secondsOrNull(@Nullable Duration span) {
        return span == null ? null : seconds(span);
    }

    /** To the millisecond. */
    static double seconds(Duration span) {
        return span.toMillis() / 1_000.0;
    }
}
