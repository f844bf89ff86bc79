package io.tidemark.rules.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private final JsonBytes json = new JsonBytes();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " { } ",
                "[ ]",
                "\t\n\r 1",
                "{\"a\":1}",
                "{\"a\":{\"a\":[]},\"a\":[{}]}",
                "[[],[[]],{}]",
                "null",
                "true",
                "false",
                "\"\"",
                "\"a\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uABCD\"",
                "\"\u007f\u0080é漢😀\"",
                "\"\\ud800\"",
                "0",
                "-0",
                "10",
                "1.0",
                "1.05e-10",
                "1E+5",
                "1e5",
                "-1.5E05"
            })
    void takesWhatIsJson(String text) {
        assertThat(isJson(utf8(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "{]",
                "[}",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "[1 2]",
                "1 2",
                "{}{}",
                "{} x",
                "nul",
                "nulll",
                "True",
                "NaN",
                "Infinity",
                "-Infinity",
                "undefined",
                "+1",
                "01",
                "-01",
                "-",
                ".5",
                "1.",
                "1.e5",
                "1e",
                "1e+",
                "0x10",
                "1_000",
                "1f",
                "\"",
                "\"a",
                "\"\\",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\U0041\"",
                "\"\t\"",
                "\"\n\"",
                "\"\u0000\"",
                "\u00a01",
                "\ufeff{}",
                "\f{}",
                "// a\n1",
                "/**/1",
                "[1]]",
                "{\"a\":1}}",
                "\"\\u\u0660\u0660\u0660\u0660\""
            })
    void refusesWhatIsNot(String text) {
        assertThat(isJson(utf8(text))).isFalse();
        assertThat(json.fault()).isNotEmpty();
        assertThat(json.faultAt()).isBetween(0, utf8(text).length);
    }

    @Test
    void takesEveryCodePointOfUtf8() {
        for (int codePoint = 0x20; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            boolean text = codePoint != '"' && codePoint != '\\' && !isSurrogate(codePoint);
            assertThat(isJson(inQuotes(bytesOf(codePoint))))
                    .as("U+%04X", codePoint)
                    .isEqualTo(text);
        }
    }

    @Test
    void refusesEveryTwoAndThreeBytesThatTheJdkRefuses() {
        byte[] followers = {
            0x20, 0x7F, (byte) 0x80, (byte) 0x8F, (byte) 0x90, (byte) 0x9F, (byte) 0xA0, (byte) 0xBF, (byte) 0xC0
        };
        for (int lead = 0x80; lead <= 0xFF; lead++) {
            for (byte second : followers) {
                for (byte third : followers) {
                    for (byte fourth : followers) {
                        byte[] bytes = {(byte) lead, second, third, fourth};
                        // The JDK puts U+FFFD in place of what is broken, and these bytes cannot spell it.
                        boolean text = new String(bytes, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
                        assertThat(isJson(inQuotes(bytes)))
                                .as("%02X %02X %02X %02X", bytes[0], second, third, fourth)
                                .isEqualTo(text);
                    }
                }
            }
        }
    }

    @Test
    void findsEveryByteThatMattersAtEveryPlaceInAString() {
        for (int place = 0; place < 20; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] text = utf8("\"" + "a".repeat(20) + "\"");
                text[1 + place] = (byte) value;
                boolean fits = value >= ' ' && value < 0x80 && value != '"' && value != '\\';
                // Behind a backslash an "a" is no escape.
                assertThat(isJson(text)).as("%02X at %d", value, place).isEqualTo(fits);
            }
        }
    }

    @Test
    void saysWhereTheTextGoesWrong() {
        assertThat(isJson(utf8("{\"a\": [1, 2}"))).isFalse();
        assertThat(json.faultAt()).isEqualTo(11);
        assertThat(json.fault()).isEqualTo("a comma or a closing bracket is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 128, 129, 10_000, 1_000_000})
    void nestingMayBeAsDeepAsItLikes(int levels) {
        assertThat(isJson(utf8("[".repeat(levels) + "]".repeat(levels)))).isTrue();
        assertThat(isJson(utf8("{\"\":[".repeat(levels) + "]}".repeat(levels)))).isTrue();
        assertThat(isJson(utf8("[".repeat(levels) + "]".repeat(levels - 1)))).isFalse();
        assertThat(isJson(utf8("[".repeat(levels) + "}" + "]".repeat(levels - 1))))
                .isFalse();
    }

    @Test
    void theKindsOfOpenContainersAreNotMixedUp() {
        String open = "[{\"\":[[{\"\":{\"\":".repeat(40);
        String close = "}}]]}]".repeat(40);
        assertThat(isJson(utf8(open + "1" + close))).isTrue();
        for (int i = 0; i < close.length(); i++) {
            String other = close.charAt(i) == '}' ? "]" : "}";
            assertThat(isJson(utf8(open + "1" + close.substring(0, i) + other + close.substring(i + 1))))
                    .isFalse();
        }
    }

    private boolean isJson(byte[] text) {
        json.open(text);
        return json.value() && json.end();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Surrogates are spelled too, as CESU-8 would. */
    private static byte[] bytesOf(int codePoint) {
        byte[] bytes = new byte[4];
        return Arrays.copyOf(bytes, Utf8.write(codePoint, bytes, 0));
    }

    private static byte[] inQuotes(byte[] content) {
        byte[] text = new byte[content.length + 2];
        text[0] = '"';
        System.arraycopy(content, 0, text, 1, content.length);
        text[text.length - 1] = '"';
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
