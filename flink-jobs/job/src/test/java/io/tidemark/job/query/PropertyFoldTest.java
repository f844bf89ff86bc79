package io.tidemark.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyFoldTest {
    /** The cases of all engines are in PropertyCases; these are at hand without one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} | {\"$remove\":{\"tags\":[\"x\"]}} | {\"a\":1}",
                "{\"s\":\"blue\"} | {\"$remove\":{\"s\":\"red\"}} | {\"s\":\"blue\"}",
                "{\"s\":\"blue\"} | {\"$postInsert\":{\"s\":\"blue\"}} | {\"s\":\"blue\"}",
                "{\"s\":\"blue\"} | {\"$preInsert\":{\"s\":[\"blue\"]}} | {\"s\":\"blue\"}",
                "{\"s\":\"blue\"} | {\"$append\":{\"s\":[],\"t\":[]}} | {\"s\":\"blue\"}",
                "{\"k\":\"5\"} | {\"$add\":{\"k\":\" -2.5 \",\"l\":\"1e2\",\"m\":\"five\"}} | {\"k\":2.5,\"l\":100}",
                "{\"k\":[1]} | {\"$add\":{\"k\":\"2\"}} | {\"k\":2}"
            })
    void anOperationThatHasNothingToDoChangesNothing(String before, String operation, String after) {
        var fold = new PropertyFold();
        fold.add(before);
        fold.add(operation);

        assertThat(fold.text()).isEqualTo(after);
    }

    @Test
    void whatIsBeyondTheLimitsSaysNothing() {
        var fold = new PropertyFold();
        fold.add("{\"plan\":\"pro\"}");
        fold.add("{\"plan\":\"team\",\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}");
        fold.add("{\"$append\":{\"b\":" + "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000) + "}}");
        fold.add("{\"plan\":");

        assertThat(fold.text()).isEqualTo("{\"plan\":\"pro\"}");
    }
}
