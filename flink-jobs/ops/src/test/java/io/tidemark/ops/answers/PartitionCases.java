package io.tidemark.ops.answers;

import io.tidemark.ops.answers.PartitionsLake.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Up to when everything is in: each partition is walked from its first record to the first place that is missing. */
final class PartitionCases {
    private static final String VIEW = """
            SELECT table_name, project_id, EPOCH_MS(newest) AS newest, records, EPOCH_MS(complete_up_to) AS complete,
              held_back_by
            FROM complete_up_to
            ORDER BY table_name, COALESCE(project_id, '')
            """;

    private PartitionCases() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        String last = "";
        for (String mark : PartitionsLake.steps().keySet()) {
            cases.add(new Case(VIEW, Map.of(), mark, histories -> rows(upTo(mark))));
            last = mark;
        }
        String end = last;
        cases.add(Case.of(VIEW, Map.of(), histories -> rows(upTo(end))));
        return cases;
    }

    /** What is in at a mark. */
    static List<Outcome> upTo(String mark) {
        var outcomes = new ArrayList<Outcome>();
        for (Map.Entry<String, List<Outcome>> step : PartitionsLake.steps().entrySet()) {
            outcomes.addAll(step.getValue());
            if (step.getKey().equals(mark)) {
                return outcomes;
            }
        }
        throw new IllegalArgumentException("No such mark: " + mark);
    }

    /**
     * How far a partition is.
     *
     * @param partition its number
     * @param reached the largest stamp before the first place that is missing
     */
    record Reached(int partition, long reached) {}

    /** The partition that is the least far, of the newest topic. */
    static Reached slowest(List<Outcome> outcomes) {
        int epoch = outcomes.stream().mapToInt(Outcome::epoch).max().orElseThrow();
        var partitions = new TreeMap<Integer, TreeMap<Long, Long>>();
        outcomes.stream().filter(outcome -> outcome.epoch() == epoch).forEach(outcome -> partitions
                .computeIfAbsent(outcome.partition(), partition -> new TreeMap<>())
                .put(outcome.offset(), outcome.stamp()));
        return partitions.entrySet().stream()
                .map(partition -> new Reached(partition.getKey(), reached(partition.getValue())))
                .min(Comparator.comparingLong(Reached::reached).thenComparingInt(Reached::partition))
                .orElseThrow();
    }

    private static long reached(NavigableMap<Long, Long> stamps) {
        long reached = Long.MIN_VALUE;
        for (long offset = stamps.firstKey(); stamps.containsKey(offset); offset++) {
            reached = Math.max(reached, stamps.get(offset));
        }
        return reached;
    }

    private static List<List<@Nullable Object>> rows(List<Outcome> outcomes) {
        Reached slowest = slowest(outcomes);
        var projects = new TreeSet<String>();
        var newest = new HashMap<String, Long>();
        for (Outcome outcome : outcomes) {
            projects.add(name(outcome));
            newest.merge(name(outcome), outcome.stamp(), Math::max);
        }
        Map<String, Long> records = outcomes.stream()
                .map(PartitionCases::name)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String name : projects) {
            String[] words = name.split(" ");
            rows.add(Case.row(
                    words[0],
                    words.length == 1 ? null : words[1],
                    newest.get(name),
                    records.get(name),
                    slowest.reached(),
                    slowest.partition()));
        }
        return rows;
    }

    private static String name(Outcome outcome) {
        String table = outcome.table().tableName();
        return outcome.project() == null ? table : table + " " + outcome.project();
    }
}
