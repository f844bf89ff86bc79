package io.tidemark.ops.drill;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;

/**
 * How a drill is run.
 *
 * @param directory where its lakes are made; empty or not there
 * @param events how many records are sent in all, 100 or more
 * @param rate how many records are sent a second, 1 or more
 * @param seed the same seed sends the same records
 */
public record DrillSettings(
        @JsonIgnore Path directory,
        @JsonProperty("events") long events,
        @JsonProperty("rate") int rate,
        @JsonProperty("seed") long seed) {
    private static final long FEWEST_EVENTS = 100;

    /** Refuses what is no drill. */
    public DrillSettings {
        if (events < FEWEST_EVENTS || rate < 1) {
            throw new IllegalArgumentException("A drill needs " + FEWEST_EVENTS
                    + " events or more, and 1 a second or more, and got " + events + " and " + rate + ".");
        }
    }

    /** This share of the records. */
    long share(double of) {
        return Math.round(events * of);
    }
}
