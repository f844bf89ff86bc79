package io.tidemark.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertiesThenTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "{\"a\":1.0,\"b\":2} | {\"a\":1}",
                "{\"b\":2} | null",
                "{\"$set\":{\"a\":1,\"b\":2},\"$unset\":{\"b\":\"-\"}} | {\"$set\":{\"a\":1}}",
                "{\"$clearAll\":\"-\",\"b\":1} | {\"$clearAll\":\"-\"}",
                "{\"$set\":\"a\",\"$other\":{\"a\":1}} | null",
                "{\"b\":{\"a\":1}} | null",
                "no JSON | null"
            })
    void whatIsSaidOfANameIsKeptAndNothingElse(String said, String expected) {
        assertThat(new SaidOf().eval(said, "\"a\"\"c\"")).isEqualTo(expected);
    }

    @Test
    void everyChangeIsAStateAndWhatIsSaidAgainIsNone() {
        FoldStates fold = new FoldStates();
        FoldStates.Said said = fold.createAccumulator();
        fold.accumulate(said, "{\"$add\":{\"a\":1}}", 1, Instant.ofEpochMilli(20), 0, 7L);
        fold.accumulate(said, null, 1, Instant.ofEpochMilli(20), 0, 6L);
        fold.accumulate(said, "{\"a\":1}", 1, Instant.ofEpochMilli(20), 0, 5L);
        fold.accumulate(said, "{\"a\":1}", 1, Instant.ofEpochMilli(10), 3, 9L);

        assertThat(fold.getValue(said))
                .containsExactly("1\t10\t3\t9\t{\"a\":1}\t{\"a\":1}", "1\t20\t0\t7\t{\"$add\":{\"a\":1}}\t{\"a\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1.0,\"1\",\"x\",null,{},[2]]} | 1,x",
                "{\"a\":\"x\"} | x",
                "{\"a\":[]} | null",
                "{\"a\":[[]]} | null",
                "{\"b\":[1]} | null",
                "{\"a\":{\"k\":1}} | null"
            })
    void listHasTheTextOfEachElementOnce(String document, String texts) {
        assertThat(String.join(",", new JsonMemberTexts().eval(document, "a"))).isEqualTo(texts);
    }

    @ParameterizedTest
    @CsvSource({
        "=, 10, true",
        "=, 1, false",
        "contains, 1, true",
        "contains, y, false",
        "<, 10, true",
        "<, 9, false",
        "<=, 9.0, true",
        ">, 9, true",
        ">, 10, false",
        ">=, 1e1, true",
        ">, a, false"
    })
    void anyTextFulfilsACondition(String operator, String value, boolean fulfils) {
        assertThat(new AnyText().eval(new String[] {"x", null, "9", "10"}, operator, value))
                .isEqualTo(fulfils);
        assertThat(new AnyText().eval(null, operator, value)).isFalse();
    }
}
