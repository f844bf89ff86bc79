package io.tidemark.collector.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times that SDKs write are read to the millisecond; what is not surely a time is none. */
class UploadTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-30T20:47:59.123Z, 1796071679123",
        "2026-11-30T20:47:59Z, 1796071679000",
        "2026-11-30T20:47Z, 1796071620000",
        "2026-11-30T20:47:59.123456789Z, 1796071679123",
        "2026-11-30T21:47:59.123+01:00, 1796071679123",
        "2026-11-30T20:47:59.123+00:00, 1796071679123",
        "1969-12-31T23:59:59.999Z, -1"
    })
    void dateAndTimeWithAnOffset(String text, long millis) {
        assertThat(millis('"' + text + '"')).hasValue(millis);
    }

    @Test
    void escapesAreTakenOut() {
        assertThat(millis("\"2026-11-30T21:47:59.123\\u002B01:00\"")).hasValue(1796071679123L);
    }

    @ParameterizedTest
    @CsvSource({
        "1796071679123, 1796071679123",
        "1796071679123.0, 1796071679123",
        "1.796071679123e12, 1796071679123",
        "1796071679123.75, 1796071679123",
        "0, 0",
        "-1, -1",
        "-0.5, -1",
        "9000000000000000, 9000000000000000"
    })
    void numbersAreMilliseconds(String number, long millis) {
        assertThat(millis(number)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"yesterday\"",
                "\"2026-11-30\"",
                "\"2026-11-30T20:47:59.123\"",
                "\"2026-13-30T20:47:59Z\"",
                "\"2026-11-30T25:47:59Z\"",
                "\" 2026-11-30T20:47:59Z\"",
                "\"+999999999-12-31T23:59:59Z\"",
                "\"1796071679123\"",
                "\"\\ud800\"",
                "9000000000000001",
                "-9000000000000001",
                "1e400",
                "1e999999999",
                "123456789012345678901234567890123456789012345678901234567890",
                "true",
                "null",
                "{}",
                "[]"
            })
    void whatIsNoTimeIsNone(String json) {
        assertThat(millis(json)).isEmpty();
    }

    private static OptionalLong millis(String json) {
        byte[] text = Requests.utf8(json);
        return UploadTime.millis(text, 0, text.length);
    }
}
