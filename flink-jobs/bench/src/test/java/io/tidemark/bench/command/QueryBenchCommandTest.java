package io.tidemark.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bench.measure.Figure;
import io.tidemark.bench.query.QueryBench;
import io.tidemark.bench.query.QueryFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures of both layouts stand in one line, and a question that failed says why. */
class QueryBenchCommandTest {
    private static QueryFigures figures(String range, String layout, double seconds, @Nullable String failure) {
        Figure figure = failure == null ? new Figure(seconds, seconds, seconds) : null;
        return new QueryFigures("funnel", range, layout, figure, figure, 2_500_000, 7_000, 12, failure);
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
}
