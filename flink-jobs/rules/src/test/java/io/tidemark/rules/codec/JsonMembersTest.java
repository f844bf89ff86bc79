package io.tidemark.rules.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {
    private final JsonMembers json = new JsonMembers();

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] ", "[\n]"})
    void anEmptyArrayHasNoElements(String text) {
        assertThat(json.items(utf8(text))).isEmpty();
    }

    @Test
    void elementsAreInTheOrderOfTheText() {
        List<JsonMember> items = json.items(utf8(" [ \"a\\u0062\" , [1,[2]] ,{\"x\":3}, 4 ,null]"));

        assertThat(items)
                .extracting(item -> new String(item.value(), StandardCharsets.UTF_8))
                .containsExactly("\"a\\u0062\"", "[1,[2]]", "{\"x\":3}", "4", "null");
        assertThat(items).extracting(JsonMember::name).containsOnly("");
        assertThat(items.get(0).string()).isEqualTo("ab");
        assertThat(items.get(3).whole()).hasValue(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | this is no JSON array (at byte 0)",
                "^^ | this is no JSON array (at byte 0)",
                "[1,] | this is no JSON value (at byte 3)",
                "[1 2] | a comma or a closing bracket is missing (at byte 3)",
                "[1 | a comma or a closing bracket is missing (at byte 2)",
                "[1]] | something follows the value (at byte 3)",
                "[,] | this is no JSON value (at byte 1)"
            })
    void whatIsNoArrayHasAFault(String text, String fault) {
        assertThat(json.items(utf8(text))).isNull();
        assertThat(json.fault()).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[] | this is no JSON object (at byte 0)",
                "{\"a\":1 | a comma or a closing brace is missing (at byte 6)",
                "{\"a\" 1} | a colon is missing (at byte 5)",
                "{\"a\":1}, | something follows the value (at byte 7)"
            })
    void whatIsNoObjectHasAFault(String text, String fault) {
        assertThat(json.of(utf8(text))).isNull();
        assertThat(json.fault()).isEqualTo(fault);
    }

    @Test
    void aTextIsOneValueOfAnyKind() {
        assertThat(List.of("1", " \"a\" ", "[[],{}]", "{\"a\":[]}", "null")).allMatch(text -> json.isJson(utf8(text)));
        assertThat(List.of("", "1 2", "[", "{]", "nul", "\"a")).noneMatch(text -> json.isJson(utf8(text)));
        assertThat(json.isJson(utf8("[".repeat(100_000) + "]".repeat(100_000)))).isTrue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
