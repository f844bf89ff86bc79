package io.tidemark.ops.answers;

import io.tidemark.ops.question.Questions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A case, and where it is asked.
 *
 * @param lake the lake
 * @param asked one of its cases
 */
public record Asked(CaseLake lake, Case asked) {
    /** Every case of every lake, lake by lake. */
    public static List<Asked> all() {
        return Stream.of(CaseLake.values())
                .flatMap(lake -> lake.cases().stream().map(asked -> new Asked(lake, asked)))
                .toList();
    }

    /**
     * A sample of the cases of every lake, always the same one.
     *
     * @param each the distance: the first case, and then each twenty-fifth of 25
     */
    public static List<Asked> sample(int each) {
        return Stream.of(CaseLake.values())
                .flatMap(lake -> {
                    List<Case> cases = lake.cases();
                    return IntStream.iterate(0, i -> i < cases.size(), i -> i + each)
                            .mapToObj(i -> new Asked(lake, cases.get(i)));
                })
                .toList();
    }

    /** A case of each question, those as of now as of a mark at which everything was taken in. */
    public static List<Asked> oneOfEachAsOfAMark() {
        Map<String, Asked> first = new TreeMap<>();
        for (Case each : AllCases.list()) {
            if (Questions.find(each.question()).isPresent()) {
                Case marked = each.mark() == null ? each.asOf(TakenIn.WHOLE) : each;
                first.putIfAbsent(each.question(), new Asked(CaseLake.ANALYSTS, marked));
            }
        }
        return List.copyOf(first.values());
    }

    @Override
    public String toString() {
        return lake == CaseLake.ANALYSTS ? asked.toString() : lake.namespace() + ": " + asked;
    }
}
