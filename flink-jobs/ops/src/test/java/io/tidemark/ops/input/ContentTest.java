package io.tidemark.ops.input;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ops.input.Content.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
    private static final String EVENT = "{\"event_type\":\"a\",\"event_properties\":{\"x\":[1,{\"y\":\"}\\\"\"}]}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E",
                "E\n",
                "E\r\nE\r\n",
                "\n \r\nE",
                "\uFEFFE\nE",
                "{}\nE",
                // Broken lines are lines all the same.
                "{\"event_type\":\"a\nE\n",
                "{\"event_type\":\"a\",\nE\n",
                "E garbage\nE\n",
                "t_type\":\"a\"}\nE\n",
                "[2025-07-01] begun\nE\n",
                "{'event_type':'a'}\n",
                "{\"event_type\":\"a\",\"events\":[{}]}\n",
            })
    void linesOfJson(String text) throws IOException {
        assertThat(form(text)).isEqualTo(Form.LINES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[E,E]",
                "[\n  E\n]",
                "[]",
                "{\"event_type\":\n\"a\"}",
                "\uFEFF\n[E]",
                "[[E],[E]]",
                "{\n  \"event_type\": \"a\"\n}\n{\n}",
                "{\"event_type\": \"a\",\n \"x\": 1}",
                "{\"events\":[E]}",
                "{ \"api_key\" : \"[{\", \"options\":{\"events\":[]}, \"events\" : [",
                "{\"api_key\":\"k\",\n\"events\":[\nE\n]}",
                "EE",
                "E\rE",
                "E,\nE",
                "E, E"
            })
    void jsonThatIsNotOneALine(String text) throws IOException {
        assertThat(form(text)).isEqualTo(Form.VALUES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\t\n", "\uFEFF"})
    void nothing(String text) throws IOException {
        assertThat(form(text)).isEqualTo(Form.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(Foreign.class)
    void otherFormatsAreNamedWithWhatToDo(Foreign format) {
        assertThatThrownBy(() -> content(format.example()))
                .isInstanceOf(NotEvents.class)
                .hasMessageStartingWith("it looks like ")
                .hasMessageMatching("(?s).*\\. [A-Z].*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event_type,device_id\\na,abcde\\n|a table",
                "event_type;device_id\\n|a table",
                "hello|plain text",
                "[2025-07-01] begun\\n|plain text",
                "<html>|XML or HTML",
                "\"text\"\\n|plain text",
                "17\\n|plain text",
                "'\u0001\u0002\u0003\u0001'|binary data",
            })
    void textWithoutALineOfJsonIsNamed(String text, String looksLike) {
        assertThatThrownBy(() -> form(text.replace("\\n", "\n")))
                .isInstanceOf(NotEvents.class)
                .hasMessageContaining(looksLike)
                .hasMessageNotContaining("abcde");
    }

    @Test
    void textInTwoBytesACharacterIsNamedWithAndWithoutItsMark() {
        for (byte[] bytes :
                new byte[][] {EVENT.getBytes(UTF_16LE), EVENT.getBytes(UTF_16BE), ("\uFEFF" + EVENT).getBytes(UTF_16LE)
                }) {
            assertThatThrownBy(() -> content(bytes))
                    .isInstanceOf(NotEvents.class)
                    .hasMessageContainingAll("UTF-16", "iconv");
        }
        assertThatThrownBy(() -> content(new byte[100])).hasMessageContaining("zeros");
    }

    @Test
    void gzipIsTakenOffAndAnArchiveIsToldByItsFirstBytes() throws IOException {
        byte[] zip = {'P', 'K', 3, 4, 0, 0};
        assertThat(content(gzip(gzip(EVENT.getBytes(UTF_8)))).form()).isEqualTo(Form.LINES);
        assertThat(content(gzip(EVENT.getBytes(UTF_8))).gzipped()).isTrue();
        assertThat(content(zip)).satisfies(content -> {
            assertThat(content.form()).isEqualTo(Form.ARCHIVE);
            assertThat(content.bytes().readAllBytes()).isEqualTo(zip);
        });
        assertThat(content(gzip(zip)).form()).isEqualTo(Form.ARCHIVE);
        byte[] nested = EVENT.getBytes(UTF_8);
        for (int i = 0; i < 9; i++) {
            nested = gzip(nested);
        }
        byte[] deep = nested;
        assertThatThrownBy(() -> content(deep)).isInstanceOf(NotEvents.class);
    }

    @Test
    void itIsToldWithoutAByteMoreThanItTakes() throws IOException {
        byte[] line = (EVENT + "\n").getBytes(UTF_8);
        InputStream pipe = new InputStream() {
            private int at;

            @Override
            public int read() {
                assertThat(at).as("a byte that is not there yet").isLessThan(line.length);
                return line[at++] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                into[from] = (byte) read();
                return 1;
            }
        };
        assertThat(Content.of(pipe).form()).isEqualTo(Form.LINES);
    }

    @Test
    void oneLineMayBeLongerThanWhatIsLookedAt() throws IOException {
        String line = "{\"x\":\"" + "y".repeat(3 << 20) + "\"}";
        byte[] spaces = new byte[3 << 20];
        Arrays.fill(spaces, (byte) ' ');
        assertThat(form(line + "\n" + line)).isEqualTo(Form.LINES);
        assertThat(content(spaces).form()).isEqualTo(Form.LINES);
    }

    private static Form form(String text) throws IOException {
        return content(text.replace("E", EVENT).getBytes(UTF_8)).form();
    }

    private static Content content(byte[] bytes) throws IOException {
        return Content.of(new ByteArrayInputStream(bytes));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
