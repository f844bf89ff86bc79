package io.tidemark.rules.codec;

import static io.tidemark.rules.codec.DecoderProbe.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
    private static final int TEN_MEGABYTES = 10 << 20;

    private final DecoderProbe probe = new DecoderProbe(new EventDecoder(3 * TEN_MEGABYTES));
    private final Event event = probe.event();

    @Test
    void anEventIsReadFieldByField() {
        probe.accept("""
                {"device_id":"phone-1","user_id":"ann","event_type":"Buy","time":1541105830796,"session_id":-1,\
                "event_id":7,"price":246.30812,"location_lat":-0.0,"groups":{"org":"a","team":["x","y"],"none":null},
                "event_properties": {"a":1.10,"a":1e3} ,"project_id":"shop","platform":""}""");

        assertThat(event.text(Field.DEVICE_ID)).isEqualTo("phone-1");
        assertThat(event.text(Field.USER_ID)).isEqualTo("ann");
        assertThat(event.text(Field.EVENT_TYPE)).isEqualTo("Buy");
        assertThat(event.whole(Field.TIME)).isEqualTo(1541105830796L);
        assertThat(event.whole(Field.SESSION_ID)).isEqualTo(-1);
        assertThat(event.whole(Field.EVENT_ID)).isEqualTo(7);
        assertThat(event.number(Field.PRICE)).isEqualTo(246.30812);
        assertThat(event.number(Field.LOCATION_LAT)).isEqualTo(-0.0);
        assertThat(event.text(Field.GROUPS)).isEqualTo("{\"org\":\"a\",\"team\":[\"x\",\"y\"],\"none\":null}");
        assertThat(event.text(Field.EVENT_PROPERTIES)).isEqualTo("{\"a\":1.10,\"a\":1e3}");
        assertThat(event.text(Field.PROJECT_ID)).isEqualTo("shop");
        assertThat(event.text(Field.PLATFORM)).isEmpty();
        assertThat(event.has(Field.QUANTITY)).isFalse();
        assertThat(event.extraLength()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void everyFieldIsFoundByItsNameAndAbsentWhereItIsNull(Field field) {
        String value =
                switch (field.kind()) {
                    case ID, TEXT -> "\"text\"";
                    case MILLIS, INTEGER, NUMBER -> "12";
                    case OBJECT, GROUPS -> "{}";
                    case PLACE -> "{\"epoch\":1,\"partition\":2,\"offset\":3}";
                };
        probe.accept("{" + PLAIN + ",\"" + field.jsonName() + "\":" + value + "}");
        assertThat(event.has(field)).isTrue();
        assertThat(event.extraLength()).isZero();

        probe.accept("{\"event_type\":\"x\",\"user_id\":\"ann\",\"device_id\":\"phone-1\",\"" + field.jsonName()
                + "\":null" + (field == Field.EVENT_TYPE ? ",\"event_type\":\"x\"" : "") + "}");
        assertThat(event.has(field)).isEqualTo(field == Field.EVENT_TYPE);
    }

    @Test
    void nothingOfTheEventBeforeIsLeft() {
        probe.accept("{" + PLAIN + ",\"user_id\":5,\"price\":1,\"other\":2}");
        probe.accept("{\"event_type\":\"Home\",\"user_id\":\"ann\"}");

        assertThat(event.has(Field.DEVICE_ID)).isFalse();
        assertThat(event.has(Field.PRICE)).isFalse();
        assertThat(event.idForm(Field.USER_ID)).isEqualTo(IdForm.TEXT);
        assertThat(event.extraLength()).isZero();
    }

    @Test
    void ofANameThatComesTwiceTheLastValueCounts() {
        probe.accept(
                "{" + PLAIN + ",\"time\":1,\"time\":2,\"device\\u005fid\":\"phone-2\",\"city\":5,\"city\":\"Rome\"}");
        assertThat(event.whole(Field.TIME)).isEqualTo(2);
        assertThat(event.text(Field.DEVICE_ID)).isEqualTo("phone-2");
        assertThat(event.text(Field.CITY)).isEqualTo("Rome");

        probe.accept("{" + PLAIN + ",\"time\":1,\"time\":null,\"city\":5,\"city\":null}");
        assertThat(event.has(Field.TIME)).isFalse();
        assertThat(event.has(Field.CITY)).isFalse();

        probe.refuse(Reason.INVALID_FIELD, "city", "{" + PLAIN + ",\"city\":\"Rome\",\"city\":5}");
        probe.refuse(Reason.MISSING_IDENTITY, null, "{" + PLAIN + ",\"device_id\":\"\"}");
    }

    @Test
    void whatIsNoFieldIsKeptAsItWasSent() {
        probe.accept(
                "{\"a\\u0062\" : [1.10, {\"time\":\"x\"}] ," + PLAIN + ",\"x\":null,\"x\":\"\\ud800\",\"Time\":1e3}");
        assertThat(probe.extra())
                .isEqualTo("{\"a\\u0062\":[1.10, {\"time\":\"x\"}],\"x\":null,\"x\":\"\\ud800\",\"Time\":1e3}");
    }

    @Test
    void faultsComeInTheirOrder() {
        DecoderProbe small = new DecoderProbe(new EventDecoder(60));
        small.refuse(Reason.TOO_LARGE, null, "{".repeat(61));
        small.refuse(Reason.INVALID_JSON, null, "{".repeat(60));
        probe.refuse(Reason.INVALID_JSON, null, "{\"time\":\"x\",}");
        probe.refuse(Reason.INVALID_JSON, null, "[1,]");
        probe.refuse(Reason.NOT_AN_OBJECT, null, "[{" + PLAIN + "}]");
        probe.refuse(Reason.MISSING_EVENT_TYPE, "event_type", "{\"time\":\"x\"}");
        probe.refuse(Reason.MISSING_EVENT_TYPE, "event_type", "{\"event_type\":\"\",\"user_id\":\"ann\"}");
        probe.refuse(Reason.MISSING_EVENT_TYPE, "event_type", "{\"event_type\":null,\"user_id\":\"ann\"}");
        probe.refuse(Reason.MISSING_IDENTITY, null, "{\"event_type\":5,\"time\":\"x\"}");
        probe.refuse(Reason.MISSING_IDENTITY, null, "{\"event_type\":\"x\",\"user_id\":null,\"device_id\":\"\"}");
        probe.refuse(Reason.INVALID_FIELD, "time", "{\"event_type\":\"x\",\"user_id\":5,\"time\":\"x\"}");
    }

    @Test
    void aTombstoneIsNoEvent() {
        Rejection rejection = Objects.requireNonNull(new EventDecoder().decode(null, new Event()));
        assertThat(rejection.reason()).isEqualTo(Reason.INVALID_JSON);
        assertThat(rejection.message()).contains("tombstone");
        assertThat(new DeviceKeyScanner(true).hash(null)).isEqualTo(new DeviceKeyScanner(false).hash(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "\u0000",
                "\ufeff{\"event_type\":\"x\",\"user_id\":\"ann\"}",
                "{\"event_type\":\"x\",\"user_id\":\"ann\"}\u0000"
            })
    void whatIsNotJsonIsNoEvent(String text) {
        probe.refuse(Reason.INVALID_JSON, null, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"x\"", "null", "true", "[]", "-1.5e3"})
    void jsonThatIsNoObjectIsNoEvent(String text) {
        probe.refuse(Reason.NOT_AN_OBJECT, null, text);
    }

    @Test
    void messagesSayWhereAndWhyAndNeverRepeatThePayload() {
        assertThat(probe.message("{\"a\":1 \"b\":2}"))
                .isEqualTo("The record is not JSON: at byte 7 (the first is 0) a comma or a closing brace is missing.");
        assertThat(probe.message("{" + PLAIN + ",\"time\":\"secret\"}"))
                .isEqualTo(
                        "time must be a whole number of milliseconds in 64 bits; at byte 50 (the first is 0) it is a string.")
                .doesNotContain("secret");
        assertThat(probe.message("{" + PLAIN + ",\"quantity\":1.5}")).endsWith("it is a number that is not.");
        assertThat(probe.message("{" + PLAIN + ",\"city\":\"\\ud800\"}")).endsWith("holds half of a surrogate pair.");
        assertThat(probe.message("{" + PLAIN + ",\"groups\":{\"a\":1}}"))
                .endsWith("one of its values is something else.");
        assertThat(probe.message("{" + PLAIN + ",\"config_version\":0}"))
                .isEqualTo("config_version must be a whole number in 64 bits and not less than 1;"
                        + " at byte 60 (the first is 0) it is a number that is not.");
        assertThat(probe.message("{" + PLAIN + ",\"released_from\":[]}"))
                .isEqualTo("released_from must be a JSON object of the whole numbers epoch, partition and offset,"
                        + " none negative; at byte 59 (the first is 0) it is a list.");
        assertThat(probe.message("{" + PLAIN + ",\"released_from\":{}}")).endsWith("it is another object.");
        assertThat(probe.message("{" + PLAIN + ",\"min_id_length\":-1}"))
                .startsWith("min_id_length must be a whole number in 64 bits and not negative; at byte");
        assertThat(probe.message("[]")).isEqualTo("An event must be a JSON object; this record is a list.");
    }

    @Test
    void nestingOfAMillionLevelsIsKeptAsSent() {
        String deep = "{\"a\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";
        probe.accept("{" + PLAIN + ",\"event_properties\":" + deep + ",\"other\":" + deep + "}");
        assertThat(event.text(Field.EVENT_PROPERTIES)).isEqualTo(deep);
        assertThat(probe.extra()).isEqualTo("{\"other\":" + deep + "}");
        probe.refuse(Reason.INVALID_JSON, null, "{" + PLAIN + ",\"event_properties\":" + deep.substring(1) + "}");
    }

    @Test
    void aRecordOfTenMegabytesIsReadWhereTheLimitAllowsIt() {
        String large = "x".repeat(TEN_MEGABYTES);
        probe.accept("{" + PLAIN + ",\"city\":\"" + large + "\"}");
        assertThat(event.length(Field.CITY)).isEqualTo(TEN_MEGABYTES);

        String digits = "1".repeat(TEN_MEGABYTES);
        probe.refuse(Reason.INVALID_FIELD, "time", "{" + PLAIN + ",\"time\":" + digits + "}");
        probe.refuse(Reason.INVALID_FIELD, "price", "{" + PLAIN + ",\"price\":" + digits + "}");
        probe.accept("{" + PLAIN + ",\"price\":0." + digits + ",\"time\":0e" + digits + "}");
        assertThat(event.number(Field.PRICE)).isEqualTo(1.0 / 9);

        DecoderProbe usual = new DecoderProbe(new EventDecoder());
        usual.refuse(Reason.TOO_LARGE, null, "{" + PLAIN + ",\"city\":\"" + large + "\"}");
        usual.refuse(Reason.TOO_LARGE, null, " ".repeat(EventDecoder.DEFAULT_LIMIT + 1));
        usual.refuse(Reason.INVALID_JSON, null, " ".repeat(EventDecoder.DEFAULT_LIMIT));
    }
}
