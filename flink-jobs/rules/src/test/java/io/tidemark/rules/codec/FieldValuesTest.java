package io.tidemark.rules.codec;

import static io.tidemark.rules.codec.DecoderProbe.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValuesTest {
    private final DecoderProbe probe = new DecoderProbe(new EventDecoder());
    private final Event event = probe.event();

    @Test
    void textIsFreedFromItsEscapes() {
        probe.accept(
                "{\"event_type\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\u6f22\\ud83d\\ude00é漢😀\",\"user_id\":\"\\u0061nn\"}");
        assertThat(event.text(Field.EVENT_TYPE)).isEqualTo("\"\\/\b\f\n\r\t\u0000é漢😀é漢😀");
        assertThat(event.text(Field.USER_ID)).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\ud800x",
                "\\ud800\\ud800",
                "\\ud800\\ue000",
                "\\udc00\\udc00",
                "\\udc00\\ud800",
                "\\ud800\\n"
            })
    void halfOfASurrogatePairIsNoText(String half) {
        probe.refuse(Reason.INVALID_FIELD, "city", "{" + PLAIN + ",\"city\":\"" + half + "\"}");
        probe.accept("{" + PLAIN + ",\"plan\":{\"" + half + "\":\"" + half + "\"}}");
        assertThat(event.text(Field.PLAN)).isEqualTo("{\"" + half + "\":\"" + half + "\"}");
    }

    @Test
    void anEmptyInsertIdIsNone() {
        probe.accept("{" + PLAIN + ",\"insert_id\":\"\"}");
        assertThat(event.has(Field.INSERT_ID)).isFalse();
    }

    @Test
    void idsAreRecordedInTheFormInWhichTheyWereSent() {
        probe.accept("{\"event_type\":\"x\",\"device_id\":{\"a\" : 1},\"user_id\":\"a\\ud800\"}");
        assertThat(event.idForm(Field.DEVICE_ID)).isEqualTo(IdForm.NOT_A_STRING);
        assertThat(event.text(Field.DEVICE_ID)).isEqualTo("{\"a\" : 1}");
        assertThat(event.idForm(Field.USER_ID)).isEqualTo(IdForm.BROKEN_TEXT);
        assertThat(event.text(Field.USER_ID)).isEqualTo("\"a\\ud800\"");

        probe.accept(
                "{\"event_type\":\"x\",\"device_id\":0,\"device_id\":null,\"user_id\":\"\\udc00\",\"user_id\":\"ann\"}");
        assertThat(event.has(Field.DEVICE_ID)).isFalse();
        assertThat(event.idForm(Field.DEVICE_ID)).isEqualTo(IdForm.TEXT);
        assertThat(event.idForm(Field.USER_ID)).isEqualTo(IdForm.TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "1e3, 1000",
        "1541105830796.0, 1541105830796",
        "-0, 0",
        "-0.0, 0",
        "1200e-2, 12",
        "0e999999999999, 0",
        "9007199254740993, 9007199254740993",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9.223372036854775807e18, 9223372036854775807",
        "1234567890123456789, 1234567890123456789",
        "0.00012e5, 12",
        "100000000000000000000e-20, 1"
    })
    void wholeNumbersMayBeWrittenInAnyWay(String text, long expected) {
        probe.accept("{" + PLAIN + ",\"quantity\":" + text + "}");
        assertThat(event.whole(Field.QUANTITY)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "1e400",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "1e999999999",
                "1e18446744073709551617",
                "1e-999999999",
                "1e-1",
                "99999999999999999999",
                "9223372036854775807.5",
                "12345678901234567890123e-5",
                "\"5\"",
                "true",
                "{}",
                "[]"
            })
    void whatIsNotWholeIsNoInteger(String text) {
        probe.refuse(Reason.INVALID_FIELD, "quantity", "{" + PLAIN + ",\"quantity\":" + text + "}");
        probe.refuse(Reason.INVALID_FIELD, "time", "{" + PLAIN + ",\"time\":" + text + "}");
    }

    @Test
    void aTimeBeyondMicrosecondsIsMovedNearerAndKeptAsSent() {
        probe.accept("{" + PLAIN + ",\"time\":9000000000000000,\"client_upload_time\":-9e15}");
        assertThat(event.extraLength()).isZero();

        probe.accept("{\"time\" : 9223372036854775807," + PLAIN
                + ",\"client_upload_time\":-9.1e15,\"x\":1,\"event_id\":9223372036854775807}");
        assertThat(event.whole(Field.TIME)).isEqualTo(9_000_000_000_000_000L);
        assertThat(event.whole(Field.CLIENT_UPLOAD_TIME)).isEqualTo(-9_000_000_000_000_000L);
        assertThat(event.whole(Field.EVENT_ID)).isEqualTo(Long.MAX_VALUE);
        assertThat(probe.extra()).isEqualTo("{\"x\":1,\"time\":9223372036854775807,\"client_upload_time\":-9.1e15}");

        probe.accept("{" + PLAIN + ",\"time\":9223372036854775807,\"time\":1}");
        assertThat(event.extraLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.0",
                "0.1",
                "1e22",
                "1e23",
                "123456789012345678",
                "4.9e-324",
                "1e-400",
                "1.7976931348623157e308",
                "3.14159265358979e-10"
            })
    void numbersAreTheNearestDouble(String text) {
        probe.accept("{" + PLAIN + ",\"price\":" + text + "}");
        assertThat(event.number(Field.PRICE)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e309", "1e999999999", "\"1\"", "false", "[1]"})
    void whatNoDoubleHoldsIsNoNumber(String text) {
        probe.refuse(Reason.INVALID_FIELD, "price", "{" + PLAIN + ",\"price\":" + text + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"a\":true}",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":[null]}",
                "{\"a\":[[]]}",
                "{\"a\":[\"x\",{}]}",
                "[]",
                "\"a\"",
                "1"
            })
    void groupsAreNamesOrListsOfNames(String text) {
        probe.refuse(Reason.INVALID_FIELD, "groups", "{" + PLAIN + ",\"groups\":" + text + "}");
    }

    @Test
    void groupsMayBeWrittenInAnyWay() {
        String groups = "{ \"a\\\"\" : \"\\\\\" , \"b\" :[ ] ,\"c\":[\"[1\",\"{\"],\"d\":null,\"e\":\"\\ud800\"}";
        probe.accept("{" + PLAIN + ",\"groups\":" + groups + "}");
        assertThat(event.text(Field.GROUPS)).isEqualTo(groups);
    }

    @Test
    void aPositionMayBeWrittenInAnyWay() {
        probe.accept("{" + PLAIN + ",\"released_from\": { \"offset\" : 9223372036854775807 , \"ep\\u006fch\":1.0,"
                + "\"partition\":2147483647 } ,\"config\\u005fversion\":12e1}");
        assertThat(event.position(Field.RELEASED_FROM))
                .isEqualTo(new LogPosition(1, Integer.MAX_VALUE, Long.MAX_VALUE));
        assertThat(event.whole(Field.CONFIG_VERSION)).isEqualTo(120);
        assertThat(event.extraLength()).isZero();
    }

    @Test
    void ofTwoPositionsTheLastCountsAndNullTakesItBack() {
        String first = ",\"released_from\":{\"epoch\":1,\"partition\":2,\"offset\":3}";
        String second = ",\"released\\u005ffrom\":{\"epoch\":4,\"partition\":5,\"offset\":6}";
        probe.accept("{" + PLAIN + first + second + "}");
        assertThat(event.position(Field.RELEASED_FROM)).isEqualTo(new LogPosition(4, 5, 6));

        probe.accept("{" + PLAIN + first + ",\"released_from\":null,\"config_version\":3,\"config_version\":null}");
        assertThat(event.position(Field.RELEASED_FROM)).isNull();
        assertThat(event.has(Field.CONFIG_VERSION)).isFalse();

        probe.accept("{" + PLAIN + ",\"released_from\":5" + first + "}");
        probe.refuse(Reason.INVALID_FIELD, "released_from", "{" + PLAIN + first + ",\"released_from\":5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"epoch\":1,\"partition\":2}",
                "{\"epoch\":1,\"partition\":2,\"offset\":null}",
                "{\"epoch\":1,\"partition\":2,\"offset\":-1}",
                "{\"epoch\":1,\"partition\":2,\"offset\":1.5}",
                "{\"epoch\":1,\"partition\":2,\"offset\":\"3\"}",
                "{\"epoch\":1,\"partition\":2,\"offset\":9223372036854775808}",
                "{\"epoch\":2147483648,\"partition\":2,\"offset\":3}",
                "{\"epoch\":1,\"partition\":2147483648,\"offset\":3}",
                "{\"epoch\":1,\"partition\":2,\"offset\":3,\"offset\":3}",
                "{\"epoch\":1,\"partition\":2,\"offset\":3,\"x\":4}",
                "{\"epoch\":1,\"partition\":2,\"Offset\":3}",
                "{\"epoch\":1,\"partition\":2,\"offset\":{\"offset\":3}}",
                "{\"epoch\":1,\"partition\":2,\"off\\ud800set\":3}",
                "[1,2,3]",
                "\"1/2/3\"",
                "true",
                "3"
            })
    void whatIsNotExactlyAPositionIsNone(String text) {
        probe.refuse(Reason.INVALID_FIELD, "released_from", "{" + PLAIN + ",\"released_from\":" + text + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "config_version|0",
                "config_version|-1",
                "config_version|1.5",
                "config_version|\"1\"",
                "config_version|9223372036854775808",
                "city|5",
                "city|{}",
                "city|\"\\ud800\"",
                "event_type|5",
                "event_type|\"\\udc00x\"",
                "event_properties|[]",
                "event_properties|\"{}\"",
                "plan|1",
                "min_id_length|-1",
                "min_id_length|\"5\"",
                "project_id|7",
                "insert_id|[]"
            })
    void aValueOfTheWrongKindIsNamed(String field, String value) {
        probe.refuse(Reason.INVALID_FIELD, field, "{" + PLAIN + ",\"" + field + "\":" + value + "}");
    }

    @Test
    void theFirstFaultInTheTextIsNamed() {
        probe.refuse(Reason.INVALID_FIELD, "price", "{\"price\":\"\"," + PLAIN + ",\"city\":5}");
        probe.refuse(Reason.INVALID_FIELD, "city", "{\"price\":\"\"," + PLAIN + ",\"city\":5,\"price\":{}}");
        probe.refuse(Reason.INVALID_FIELD, "city", "{\"price\":\"\"," + PLAIN + ",\"city\":5,\"price\":1}");
    }
}
