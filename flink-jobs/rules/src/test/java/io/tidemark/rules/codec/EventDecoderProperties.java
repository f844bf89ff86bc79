package io.tidemark.rules.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The decoder and Jackson's strict parser agree on every record, and on every field of every event. */
class EventDecoderProperties {
    private static final int RECORDS = 12_000;
    private static final int LIMIT = 4096;
    private static final List<String> TOKENS = List.of(
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "0", "1", "-", ".", "e", "+", " ", "null", "tru");

    private final EventDecoder decoder = new EventDecoder(LIMIT);
    private final Event event = new Event();

    @Test
    void theDecoderReadsWhatJacksonReads() {
        RecordMaker maker = new RecordMaker(Seed.random("theDecoderReadsWhatJacksonReads"));
        Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        int accepted = 0;
        for (int i = 0; i < RECORDS; i++) {
            Reason reason = check(maker.record());
            if (reason == null) {
                accepted++;
            } else {
                refused.merge(reason, 1, Integer::sum);
            }
        }
        assertThat(accepted).as("accepted").isGreaterThan(RECORDS / 5);
        assertThat(refused.keySet())
                .containsAll(EnumSet.of(
                        Reason.INVALID_JSON,
                        Reason.NOT_AN_OBJECT,
                        Reason.MISSING_EVENT_TYPE,
                        Reason.MISSING_IDENTITY,
                        Reason.INVALID_FIELD));
    }

    @Test
    void everyShortTextIsJudgedAsJacksonJudgesIt() {
        checkAll("", 4);
    }

    @Test
    void numbersAreExact() {
        Random random = Seed.random("numbersAreExact");
        JsonMaker maker = new JsonMaker(random);
        for (int i = 0; i < RECORDS; i++) {
            String field = random.nextBoolean() ? "quantity" : random.nextBoolean() ? "time" : "price";
            check(utf8("{\"event_type\":\"a\",\"user_id\":\"ann\",\"" + field + "\":" + maker.number() + "}"));
        }
    }

    @Test
    void positionsAreReadWhateverBecomesOfTheirBytes() {
        Random random = Seed.random("positionsAreReadWhateverBecomesOfTheirBytes");
        RecordMaker maker = new RecordMaker(random);
        int accepted = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] place = utf8(maker.place());
            String sent = new String(random.nextBoolean() ? place : maker.mutated(place), StandardCharsets.ISO_8859_1);
            byte[] record = ("{\"event_type\":\"a\",\"user_id\":\"ann\",\"released_from\":" + sent + "}")
                    .getBytes(StandardCharsets.ISO_8859_1);
            accepted += check(record) == null && event.has(Field.RELEASED_FROM) ? 1 : 0;
        }
        assertThat(accepted).isBetween(RECORDS / 5, RECORDS * 4 / 5);
    }

    private void checkAll(String text, int tokens) {
        check(utf8(text));
        if (tokens > 0) {
            TOKENS.forEach(token -> checkAll(text + token, tokens - 1));
        }
    }

    private @Nullable Reason check(byte[] record) {
        JacksonReading expected = JacksonReading.of(record, LIMIT);
        Rejection rejection = decoder.decode(record, event);
        String shown = new String(record, StandardCharsets.ISO_8859_1);
        Reason reason = rejection == null ? null : rejection.reason();
        assertThat(reason).as("the reason of %s", shown).isEqualTo(expected.reason());
        if (rejection != null) {
            assertThat(rejection.field()).as("the field at fault in %s", shown).isEqualTo(expected.field());
            assertThat(rejection.message()).as("the message for %s", shown).endsWith(".");
            return reason;
        }
        assertThat(held()).as("the fields of %s", shown).isEqualTo(expected.values());
        for (Field id : List.of(Field.USER_ID, Field.DEVICE_ID)) {
            assertThat(event.idForm(id)).as(shown).isEqualTo(expected.forms().getOrDefault(id, IdForm.TEXT));
        }
        assertThat(new String(event.extra(), 0, event.extraLength(), StandardCharsets.UTF_8))
                .as("extra of %s", shown)
                .isEqualTo(expected.extra());
        return null;
    }

    private Map<Field, Object> held() {
        Map<Field, Object> held = new EnumMap<>(Field.class);
        for (Field field : Field.all()) {
            if (event.has(field)) {
                held.put(
                        field,
                        switch (field.kind()) {
                            case MILLIS, INTEGER -> event.whole(field);
                            case NUMBER -> event.number(field);
                            case ID, TEXT, OBJECT, GROUPS -> Objects.requireNonNull(event.text(field));
                            case PLACE -> Objects.requireNonNull(event.position(field));
                        });
            }
        }
        return held;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
