package io.tidemark.bench.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.measure.Figure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one question cost over one range of days, in one layout.
 *
 * @param question its name
 * @param range {@code all}, {@code tenth}, {@code week}, or {@code -} for a question that has no range
 * @param layout {@link QueryBench#SCATTERED} or {@link QueryBench#SORTED}, or the name of another
 * @param cost what it cost; null if it failed
 * @param failure why there are no figures; null if there are
 */
public record QueryFigures(
        @JsonProperty("question") String question,
        @JsonProperty("range") String range,
        @JsonProperty("layout") String layout,
        @JsonUnwrapped @Nullable Cost cost,

        @JsonProperty("failure") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String failure) {
    /**
     * What it cost.
     *
     * @param seconds from the question to its last row, the median of the rounds
     * @param cpuSeconds of Trino's threads, the median of the rounds
     * @param bytes read from the files
     * @param rows read from the files
     * @param splits how many pieces of work it came to
     */
    public record Cost(
            @JsonProperty("seconds") double seconds,
            @JsonProperty("cpu_seconds") double cpuSeconds,
            @JsonProperty("bytes") long bytes,
            @JsonProperty("rows") long rows,
            @JsonProperty("splits") long splits) {}

    /** One question in one range and layout, while it is run repeatedly. */
    static final class Rounds {
        private final String question;
        private final String range;
        private final String layout;
        private final String statement;
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> cpuSeconds = new ArrayList<>();
        private long bytes;
        private long rows;
        private long splits;
        private double last;
        private @Nullable String failure;

        Rounds(String question, String range, String layout, String statement) {
            this.question = question;
            this.range = range;
            this.layout = layout;
            this.statement = statement;
        }

        /** Runs it once; after a failure not again. */
        void run(TrinoClient client, boolean counts) {
            if (failure != null) {
                return;
            }
            try {
                JsonNode stats = client.query(statement).stats();
                last = stats.get("elapsedTimeMillis").asLong() / 1e3;
                if (counts) {
                    seconds.add(last);
                    cpuSeconds.add(stats.get("cpuTimeMillis").asLong() / 1e3);
                }
                bytes = stats.get("physicalInputBytes").asLong();
                rows = stats.get("processedRows").asLong();
                splits = stats.get("totalSplits").asLong();
            } catch (BenchFailure e) {
                failure = e.getMessage();
            }
        }

        String range() {
            return range;
        }

        String layout() {
            return layout;
        }

        QueryFigures figures() {
            Cost cost = failure != null || seconds.isEmpty()
                    ? null
                    : new Cost(Figure.median(seconds), Figure.median(cpuSeconds), bytes, rows, splits);
            return new QueryFigures(question, range, layout, cost, failure);
        }

        /** What was run last, and how long it took or why it failed. */
        @Override
        public String toString() {
            return question + ", " + range + ", " + layout + ": " + (failure == null ? last + " s" : failure);
        }
    }
}
