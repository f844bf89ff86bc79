package io.tidemark.job.answers;

import java.util.List;
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

    @Override
    public String toString() {
        return lake == CaseLake.ANALYSTS ? asked.toString() : lake.namespace() + ": " + asked;
    }
}
