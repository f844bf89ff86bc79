package io.tidemark.rules.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the encoder writes of an event, the decoder reads as the same event, whatever was sent. */
class EventEncoderProperties {
    private static final int RECORDS = 40_000;

    private final EventDecoder decoder = new EventDecoder();
    private final EventEncoder encoder = new EventEncoder();
    private final Event event = new Event();

    @Test
    void theEncodedEventIsTheSameEvent() {
        RecordMaker maker = new RecordMaker(Seed.random("theEncodedEventIsTheSameEvent"));
        int encoded = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] sent = maker.record();
            if (decoder.decode(sent, event) == null && idsAreTexts()) {
                check(sent);
                encoded++;
            }
        }
        assertThat(encoded).isGreaterThan(RECORDS / 5);
    }

    @Test
    void numbersAreTheSameAndNeverLonger() {
        Random random = Seed.random("numbersAreTheSameAndNeverLonger");
        JsonMaker maker = new JsonMaker(random);
        for (int i = 0; i < RECORDS; i++) {
            String field = List.of("session_id", "time", "price").get(random.nextInt(3));
            byte[] sent = utf8("{\"event_type\":\"a\",\"user_id\":\"ann\",\"" + field + "\":" + maker.number() + "}");
            if (decoder.decode(sent, event) == null) {
                check(sent);
            }
        }
    }

    @Test
    void aDigitThatJava17WritesTooManyIsLeftOut() {
        for (String number : List.of("-6424385870365203e3", "2e-44", "2e23", "1e23")) {
            String sent = "{\"user_id\":\"ann\",\"event_type\":\"a\",\"price\":" + number + "}";
            decoder.decode(utf8(sent), event);

            check(utf8(sent));
        }
    }

    @Test
    void whatTheTableAddsIsLeftOut() {
        decoder.decode(
                utf8("{\"quantity\":1,\"project_id\":\"default\",\"event_type\":\"a\",\"user_id\":\"ann\"}"), event);

        assertThat(encoder.encode(event)).asString().isEqualTo("{\"user_id\":\"ann\",\"event_type\":\"a\"}");
    }

    @Test
    void theInsertIdOfSdksIsWrittenAsTheField() {
        String front = "{\"user_id\":\"ann\",\"event_type\":\"a\",";
        for (String[] sentAndEncoded : new String[][] {
            {"\"x\":1,\"$insert_id\":\"i\",\"y\":2}", "\"insert_id\":\"i\",\"x\":1,\"y\":2}"},
            {"\"insert_id\":null,\"$insert_id\":\"i\"}", "\"insert_id\":\"i\"}"},
            {"\"insert_id\":\"\",\"\\u0024insert_id\":\"\\u0069\"}", "\"insert_id\":\"i\"}"},
            {"\"$insert_id\":\"j\",\"$insert_id\":\"i\"}", "\"insert_id\":\"i\",\"$insert_id\":\"j\"}"},
            {"\"insert_id\":\"j\",\"$insert_id\":\"i\"}", "\"insert_id\":\"j\",\"$insert_id\":\"i\"}"},
            {"\"$insert_id\":7}", "\"$insert_id\":7}"},
            {"\"$insert_id\":\"i\",\"$insert_id\":null}", "\"$insert_id\":\"i\",\"$insert_id\":null}"},
        }) {
            decoder.decode(utf8(front + sentAndEncoded[0]), event);

            assertThat(encoder.encode(event)).asString().isEqualTo(front + sentAndEncoded[1]);
        }
    }

    @Test
    void aFarTimeStaysAsItWasSent() {
        String sent = "{\"user_id\":\"ann\",\"event_type\":\"a\",\"x\":[1.10],\"t\\u0069me\":1e18}";
        decoder.decode(utf8(sent), event);

        assertThat(encoder.encode(event)).asString().isEqualTo(sent);
    }

    @Test
    void aTimeAtTheEdgeIsNotTakenForAFarOne() {
        String sent = "{\"user_id\":\"ann\",\"event_type\":\"a\",\"time\":9e15,\"x\":{\"time\":1e18}}";
        decoder.decode(utf8(sent), event);

        assertThat(encoder.encode(event)).asString().isEqualTo(sent);
    }

    @Test
    void thePipelinesOwnFieldsAreWrittenToo() {
        String sent = "{\"user_id\":\"ann\",\"event_type\":\"a\",\"config_version\":7,"
                + "\"released_from\":{\"epoch\":2,\"partition\":0,\"offset\":5e9}}";
        decoder.decode(utf8(sent), event);

        assertThat(encoder.encode(event)).asString().isEqualTo(sent);
    }

    private void check(byte[] sent) {
        Map<Field, Object> fields = fields();
        String extra = extra();
        byte[] encoded = encoder.encode(event);
        String shown =
                new String(sent, StandardCharsets.UTF_8) + " encoded as " + new String(encoded, StandardCharsets.UTF_8);

        assertThat(decoder.decode(encoded, event)).as(shown).isNull();
        assertThat(fields()).as("the fields of %s", shown).isEqualTo(fields);
        assertThat(extra()).as("extra of %s", shown).isEqualTo(extra);
        assertThat(idsAreTexts()).as(shown).isTrue();
        assertThat(encoded.length).as("the length of %s", shown).isLessThanOrEqualTo(sent.length);
    }

    private boolean idsAreTexts() {
        return event.idForm(Field.USER_ID) == IdForm.TEXT && event.idForm(Field.DEVICE_ID) == IdForm.TEXT;
    }

    private String extra() {
        return new String(event.extra(), 0, event.extraLength(), StandardCharsets.UTF_8);
    }

    /** The fields as the table has them: with what it adds. */
    private Map<Field, Object> fields() {
        Map<Field, Object> fields = new EnumMap<>(Field.class);
        fields.put(Field.QUANTITY, 1L);
        fields.put(Field.PROJECT_ID, "default");
        for (Field field : Field.all()) {
            if (event.has(field)) {
                fields.put(
                        field,
                        switch (field.kind()) {
                            case MILLIS, INTEGER -> event.whole(field);
                            case NUMBER -> event.number(field);
                            case ID, TEXT, OBJECT, GROUPS -> String.valueOf(event.text(field));
                            case PLACE -> String.valueOf(event.position(field));
                        });
            }
        }
        return fields;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
