package io.tidemark.job.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"b\" : 1 , \"a\" : [ ] } | {\"a\":[],\"b\":1}",
                "{} | {}",
                "[true,false,null] | [true,false,null]",
                "{\"a\":1,\"a\":2} | {\"a\":2}",
                "\"a\\\"b\\\\c\\u00e9\\/\\n\" | \"a\\\"b\\\\cé/\\n\"",
                "[{\"z\":{\"y\":[[1]]}}] | [{\"z\":{\"y\":[[1]]}}]",
                "\"1.0, [2.0]\" | \"1.0, [2.0]\""
            })
    void valuesAreWrittenWithSortedNamesAndWithoutSpace(String json, String expected) {
        assertThat(again(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "1.10, 1.1",
        "1e3, 1000",
        "-0.0, 0",
        "100, 100",
        "12345678.50, 12345678.5",
        "1E-7, 0.0000001",
        "10000000000000000000, 10000000000000000000",
        "100000000000000000000, 100000000000000000000",
        "9007199254740993.10, 9007199254740993.1",
        "0.1234567890123456785, 0.123456789012345679",
        "0e999, 0",
        "1e300, 1e300",
        "1e-999999999, 1e-999999999",
        "1E99999999999, 1E99999999999",
        "123456789012345678901.50, 123456789012345678901.50",
        "0.1, 0.1"
    })
    void aNumberIsWrittenInOneWay(String json, String expected) {
        assertThat(again(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "[1", "\"x", "", "-"})
    void whatIsNoJsonIsAFailure(String json) {
        assertThatThrownBy(() -> JsonText.read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfOneLetterInOtherCodePointsAreSortedToo() {
        assertThat(again("{\"é\":1,\"z\":2,\"Z\":3}")).isEqualTo("{\"Z\":3,\"z\":2,\"é\":1}");
    }

    private static String again(String json) {
        var out = new StringBuilder();
        JsonText.write(out, JsonText.read(json));
        return out.toString();
    }
}
