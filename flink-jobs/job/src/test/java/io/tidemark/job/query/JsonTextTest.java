package io.tidemark.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
    @ValueSource(
            strings = {
                "{\"a\":",
                "[1",
                "\"x",
                "",
                " ",
                "-",
                "{,\"a\":1}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\"}",
                "{a:1}",
                "{1:1}",
                "[1 2]",
                "[1,,2]",
                "[,1]",
                "[1,]",
                "[1}",
                "{\"a\":1]",
                "]",
                "1 2",
                "{} {}",
                "{}\0",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x1",
                "NaN",
                "True",
                "nul",
                "nullx",
                "'a'",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\"
            })
    void whatIsNoJsonIsNoValue(String json) {
        assertThat(read(json)).isNull();
        assertThat(JsonText.object("{\"a\":" + json + "}")).isNull();
    }

    /** One value of any depth, width or length takes no more than its own members from a question. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20_000, 100_000, 1_000_000})
    void valuesOfAnyDepthAreReadAndWrittenAgain(int levels) {
        String lists = "[".repeat(levels) + "]".repeat(levels);
        String objects = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        String unsorted = "{\"b\":1,\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        String sorted = "{\"a\":".repeat(levels) + "1" + ",\"b\":1}".repeat(levels);

        assertThat(again(lists).equals(lists)).isTrue();
        assertThat(again(objects).equals(objects)).isTrue();
        assertThat(again(unsorted).equals(sorted)).isTrue();
        assertThat(read("[".repeat(levels))).isNull();
    }

    @Test
    void anObjectBeyondTheLimitsHasNoMembers() {
        assertThat(JsonText.object(nested(JsonText.MOST_LEVELS))).containsKey("n");
        assertThat(JsonText.object(nested(JsonText.MOST_LEVELS + 1))).isNull();
        assertThat(JsonText.object("{\"" + "x".repeat(JsonText.LONGEST_NAME - 3) + "\":1}"))
                .hasSize(1);
        assertThat(JsonText.object("{\"" + "x".repeat(JsonText.LONGEST_NAME - 2) + "\":1}"))
                .isNull();
        assertThat(JsonText.object("{\"" + "\uD83D\uDE00".repeat(JsonText.LONGEST_NAME - 3) + "\":1}"))
                .hasSize(1);
        assertThat(JsonText.object("{\"a\":\"" + "x".repeat(1 << 20) + "\"}")).hasSize(1);
        assertThat(JsonText.object("[{}]")).isNull();
    }

    private static String nested(int levels) {
        return "{\"n\":1,\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    @Test
    void aNumberOfManyDigitsStaysAsItWasSent() {
        String digits = "0." + "3".repeat(1 << 20);

        assertThat(again(digits).equals(digits)).isTrue();
        assertThat(again("0." + "3".repeat(998))).isEqualTo("0.333333333333333333");
    }

    @Test
    void namesOfOneLetterInOtherCodePointsAreSortedToo() {
        assertThat(again("{\"é\":1,\"z\":2,\"Z\":3}")).isEqualTo("{\"Z\":3,\"z\":2,\"é\":1}");
    }

    @Test
    void aStringIsQuotedSoThatItHasBytes() {
        assertThat(quoted("é\uD83D\uDE00")).isEqualTo("\"é\uD83D\uDE00\"");
        assertThat(quoted("a\"b\\c\n\r\t\0")).isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0000\"");
        assertThat(quoted("\uD83D")).isEqualTo("\"\\ud83d\"");
        assertThat(quoted("\uDE00\uD83D")).isEqualTo("\"\\ude00\\ud83d\"");
        assertThat(quoted("\uDE00a")).isEqualTo("\"\\ude00a\"");
    }

    private static String quoted(String text) {
        var out = new StringBuilder();
        JsonText.quote(out, text);
        return out.toString();
    }

    private static @Nullable Object read(String json) {
        return new JsonReader(json, Integer.MAX_VALUE, Integer.MAX_VALUE).read();
    }

    private static String again(String json) {
        return JsonText.text(Objects.requireNonNull(read(json)));
    }
}
