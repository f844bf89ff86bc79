package io.tidemark.ops.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.seeded.Seeds;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueReaderTest {
    private static final int LONGEST = 1 << 20;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"a\":1},{\"b\":2}]|{\"a\":1};{\"b\":2}",
                "[ {\"a\":1} , 17, \"x\", null, {} ,]|{\"a\":1};17;\"x\";null;{}",
                "[]|''",
                "[[{\"a\":1}],[],[[{\"b\":2}]]]|{\"a\":1};{\"b\":2}",
                "[{\"a\":1}][{\"b\":2}] {\"c\":3},{\"d\":4}|{\"a\":1};{\"b\":2};{\"c\":3};{\"d\":4}",
                "{\"events\":[{\"a\":1},{\"b\":2}]}{\"events\":[]}{\"events\":[{\"c\":3}]}|{\"a\":1};{\"b\":2};{\"c\":3}",
                "[{\"events\":[{\"a\":1}]},{\"c\":3}]|{\"a\":1};{\"c\":3}",
                "{\"event_type\":\"a\",\"events\":[{\"a\":1}]}|{\"event_type\":\"a\",\"events\":[{\"a\":1}]}",
                "{\"a\":{\"events\":[1]}}|{\"a\":{\"events\":[1]}}",
                "{\"events\":7}|{\"events\":7}",
                "{\"events\":[{\"a\":1}],\"events\":[{\"b\":2}]}|{\"a\":1};{\"b\":2}",
            })
    void valuesAreRecordsAsTheyAreWritten(String text, String records) {
        assertThat(String.join(";", read(text))).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"options\":{\"min_id_length\":1},\"client_upload_time\":5,\"events\":[E]}|\"client_upload_time\":5,\"min_id_length\":1,",
                "{\"events\":[E],\"options\":{\"min_id_length\":1},\"api_key\":\"k\"}|\"min_id_length\":1,",
                "{\"events\":[E],\"client_upload_time\":\"2023-11-01T12:00:01.250Z\"}|\"client_upload_time\":1698840001250,",
                "{\"events\":[E],\"client_upload_time\":\"2023-11-01T13:00:01+01:00\"}|\"client_upload_time\":1698840001000,",
                "{\"events\":[E],\"client_upload_time\":\"now\",\"options\":{\"min_id_length\":\"1\"}}|''",
                "{\"events\":[E],\"client_upload_time\":null,\"options\":null}|''",
            })
    void whatARequestSaysOfAllIsPutIntoEach(String text, String front) {
        assertThat(read(text.replace("E", "{\"a\":1}"))).containsExactly("{" + front + "\"a\":1}");
    }

    @Test
    void whatAnEventSaysItselfCounts() {
        assertThat(read("{\"events\":[{\"min_id_length\":3},{}],\"options\":{\"min_id_length\":1}}"))
                .containsExactly("{\"min_id_length\":3}", "{\"min_id_length\":1}");
        assertThat(read("{\"events\":[{\"a\":1}],\"options\":{\"min_id_length\":1}} {\"events\":[{\"b\":1}]}"))
                .containsExactly("{\"min_id_length\":1,\"a\":1}", "{\"b\":1}");
    }

    @Test
    void requestOfAnySizeIsReadWithBoundedMemory() {
        Seeds.forEach(3, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> events = new ArrayList<>();
            long size = 0;
            while (size < 20 << 20) {
                String event = "{\"n\":" + events.size() + ",\"x\":\"" + "y".repeat(random.nextInt(900_000)) + "\"}";
                events.add(event);
                size += event.length();
            }
            List<String> read = read("{\"events\":[" + String.join(",", events) + "]}");
            assertThat(read.equals(events)).as("seed %d", seed).isTrue();
        });
    }

    @Test
    void millionLevelsAreOneRecord() {
        String deep = "{\"x\":" + "[".repeat(400_000) + "]".repeat(400_000) + "}";
        assertThat(read("[" + deep + "," + deep + "]")).containsExactly(deep, deep);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"a\":1} {\"b\":2}]|a comma or a closing bracket is missing",
                "{\"a\":1} x|neither an object nor a list begins",
                "{\"a\":1 \"b\":2}|a comma or a closing brace is missing",
                "{\"a\" 1}|a colon is missing",
                "{a:1}|a name in quotes is missing",
                "{\"a\":}|a value is missing",
            })
    void whatCannotBeToldApartIsSaidWithItsPlace(String text, String why) {
        assertThatThrownBy(() -> read(text)).hasMessageContainingAll("at byte ", why);
    }

    @Test
    void textThatEndsInTheMiddleIsAnErrorWhereverItEnds() {
        for (String text : List.of("[{\"a\":1},{\"b\\\"\":[2]}]", "{\"events\":[{\"a\":1},{\"b\":2}],\"x\":1}")) {
            for (int length = 1; length < text.length(); length++) {
                String cut = text.substring(0, length);
                assertThatThrownBy(() -> read(cut)).as(cut).rootCause().isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void recordThatIsTooLongEndsTheReading() {
        assertThatThrownBy(() -> read("[{\"x\":\"" + "y".repeat(LONGEST) + "\"}]"))
                .rootCause()
                .isInstanceOf(RecordTooLong.class);
    }

    private static List<String> read(String text) {
        List<String> records = new ArrayList<>();
        try (RecordReader reader = new ValueReader(new ByteArrayInputStream(text.getBytes(UTF_8)), LONGEST)) {
            for (byte[] record = reader.next(); record != null; record = reader.next()) {
                records.add(new String(record, UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }
}
