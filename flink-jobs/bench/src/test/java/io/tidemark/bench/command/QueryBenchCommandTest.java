package io.tidemark.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bench.query.QueryBench;
import io.tidemark.bench.query.QueryFigures;
import io.tidemark.cli.output.json.JsonOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures of both layouts stand in one line, and a question that failed says why. */
class QueryBenchCommandTest {
    private static QueryFigures figures(String range, String layout, double seconds, @Nullable String failure) {
        QueryFigures.Cost cost = failure == null ? new QueryFigures.Cost(seconds, seconds, 2_500_000, 7_000, 12) : null;
        return new QueryFigures("funnel", range, layout, cost, failure);
    }

    @Test
    void bothLayoutsOfAQuestionAndARangeAreOneLine() {
        List<String> lines = QueryBenchCommand.table(List.of(
                        figures("all", QueryBench.SCATTERED, 9, null),
                        figures("all", QueryBench.SORTED, 1.5, null),
                        figures("week", QueryBench.SCATTERED, 0, "out of memory")))
                .lines()
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1).trim().split("[ |]+"))
                .containsExactly("funnel", "all", "2.5", "7", "12", "9.00", "9.00", "2.5", "7", "12", "1.50", "1.50");
        assertThat(lines.get(2)).contains("week", "out of memory", "not measured");
        assertThat(lines.get(1).length()).isEqualTo(lines.get(0).length());
    }

    @Test
    void aQuestionThatFailedHasItsReasonInPlaceOfItsCost() {
        assertThat(JsonOutput.text(new QueryBenchCommand.Document(
                        5,
                        60,
                        3,
                        List.of(
                                figures("all", QueryBench.SORTED, 1.5, null),
                                figures("week", QueryBench.SCATTERED, 0, "out of memory")))))
                .isEqualTo("""
                        {"events":5,"days":60,"rounds":3,"questions":[\
                        {"question":"funnel","range":"all","layout":"sorted","seconds":1.5,"cpu_seconds":1.5,\
                        "bytes":2500000,"rows":7000,"splits":12},\
                        {"question":"funnel","range":"week","layout":"scattered","failure":"out of memory"}]}""");
    }
}
