package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import java.util.List;

/**
 * What the lake of the cases has taken in, at its two marks.
 *
 * @param half as of the mark {@code half}
 * @param whole as of the mark {@code whole}, after which nothing came
 * @param seen which of them a case looks at
 * @param said what people said between the two
 */
public record Histories(History half, History whole, History seen, List<SaidByPeople.Word> said) {
    /** A lake of whose people nobody says anything. */
    Histories(History half, History whole, History seen) {
        this(half, whole, seen, List.of());
    }

    /** What was said before a mark. */
    List<SaidByPeople.Word> said(String mark) {
        return mark.equals(TakenIn.HALF) ? List.of() : said;
    }

    /** What was taken in up to a mark. */
    History at(String mark) {
        return mark.equals(TakenIn.HALF) ? half : whole;
    }

    /** The same, looked at as of a mark. */
    Histories asOf(String mark) {
        return new Histories(half, whole, at(mark), said);
    }
}
