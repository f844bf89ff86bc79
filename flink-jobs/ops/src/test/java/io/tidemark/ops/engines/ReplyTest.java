package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two answers are the same, or it is said where they are not. */
class ReplyTest {
    private static Reply of(@Nullable Object... values) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(Arrays.asList("row", value));
        }
        return new Reply(List.of("Name", "v"), rows);
    }

    @Test
    void sameRowsAreTheSameAndDoublesMayDifferInTheLastDigits() {
        assertThat(of(1L, null, 0.1 + 0.2, List.of(0.3)).difference(of(1L, null, 0.3, List.of(0.1 + 0.2))))
                .isEmpty();
        assertThat(of(Double.NaN).difference(of(Double.NaN))).isEmpty();
        assertThat(new Reply(List.of("N"), List.of()).difference(new Reply(List.of("n"), List.of())))
                .isEmpty();
    }

    @Test
    void whatDiffersIsNamedWithRowAndColumnAndKind() {
        assertThat(of(1L, 2L).difference(of(1L, 3L)))
                .get()
                .asString()
                .startsWith("row 2, column v: 2 (Long) and 3 (Long)");
        assertThat(of(1L).difference(of(1.0))).get().asString().contains("1 (Long) and 1.0 (Double)");
        assertThat(of(1L).difference(of((Object) null))).get().asString().contains("1 (Long) and null");
        assertThat(of(0.3).difference(of(0.300001))).isPresent();
        assertThat(of(List.of(1L)).difference(of(List.of(1L, 2L)))).isPresent();
    }

    @Test
    void otherColumnsAndMissingRowsAreDifferences() {
        assertThat(of(1L).difference(of(1L, 2L))).hasValue("there are 1 rows and 2");
        assertThat(new Reply(List.of("a"), List.of()).difference(new Reply(List.of("b"), List.of())))
                .hasValue("the columns are [a] and [b]");
    }

    @Test
    void rowsWithoutAnOrderAreComparedSorted() {
        assertThat(of(2L, 1L).difference(of(1L, 2L))).isPresent();
        assertThat(of(2L, 1L).sorted().difference(of(1L, 2L).sorted())).isEmpty();
    }

    @Test
    void decimalsAreTheirValueWhateverTheirScale() {
        assertThat(Reply.decimal(new BigDecimal("1.500"))).isEqualTo(new BigDecimal("1.5"));
        assertThat(Reply.decimal(new BigDecimal("1E+2"))).isEqualTo(new BigDecimal("100"));
        assertThat(Reply.decimal(new BigDecimal("0.000"))).isEqualTo(new BigDecimal("0"));
    }
}
