package io.tidemark.lake.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What does not hold: the first findings of each kind, and how many there are of it in all.
 *
 * @param listed the first {@value #LISTED_PER_KIND} of each kind, in the order in which they were found
 * @param counts how many of each {@link Finding#kind()}, listed or not; sorted
 */
@JsonPropertyOrder({"finding_counts", "findings"})
public record Findings(
        @JsonProperty("findings") List<Finding> listed,
        @JsonProperty("finding_counts") Map<String, Long> counts) {
    /** How many of a kind are listed; the rest is counted only. */
    public static final int LISTED_PER_KIND = 100;

    /** Keeps copies. */
    public Findings {
        listed = List.copyOf(listed);
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Whether there is nothing to complain of. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** How many there are, listed or not. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Gathers findings while an audit runs; for one thread. */
    static final class Accumulator {
        private final List<Finding> listed = new ArrayList<>();
        private final Map<String, Long> counts = new TreeMap<>();

        void add(Finding finding) {
            if (counts.merge(finding.kind(), 1L, Long::sum) <= LISTED_PER_KIND) {
                listed.add(finding);
            }
        }

        Findings done() {
            return new Findings(listed, counts);
        }
    }
}
