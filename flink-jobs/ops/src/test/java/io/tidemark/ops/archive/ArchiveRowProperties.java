package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import io.tidemark.rules.codec.RecordMaker;
import io.tidemark.rules.codec.Seed;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever was sent: as a row, as a line of an archive and as an event again, it is the same event, without the pipeline's own
 * fields.
 */
class ArchiveRowProperties {
    private static final int RECORDS = 30_000;
    private static final Instant UPLOADED = Instant.parse("2025-07-01T16:34:54.837Z");

    private final EventDecoder decoder = new EventDecoder();
    private final Event event = new Event();
    private final RowWriter writer = new RowWriter();
    private final RowReader reader = new RowReader();
    private final JsonMembers members = new JsonMembers();

    @Test
    void theEventOfALineIsTheEventOfItsRow() {
        RecordMaker maker = new RecordMaker(Seed.random("theEventOfALineIsTheEventOfItsRow"));
        int events = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] sent = maker.record();
            boolean accepted = decoder.decode(sent, event) == null
                    && event.idForm(Field.USER_ID) == IdForm.TEXT
                    && event.idForm(Field.DEVICE_ID) == IdForm.TEXT;
            if (accepted) {
                check(new String(sent, StandardCharsets.UTF_8), i);
                events++;
            }
        }
        assertThat(events).isGreaterThan(RECORDS / 5);
    }

    private void check(String sent, int number) {
        Map<String, Object> row = row(number);
        Map<Field, Object> fields = fields();
        String extra = extra();
        byte[] line = writer.write(row::get);
        assertThat(line).doesNotContain('\n', '\r');

        requireOwnFields(line, row);
        ArchivedEvent archived = reader.read(line);
        String shown = sent + " as " + new String(line, StandardCharsets.UTF_8) + " as "
                + new String(archived.value(), StandardCharsets.UTF_8);
        assertThat(archived.place()).as(shown).isEqualTo(new LogPosition(2, 3, number));
        assertThat(archived.timestamp()).as(shown).isEqualTo(UPLOADED.toEpochMilli());
        assertThat(decoder.decode(archived.value(), event)).as(shown).isNull();
        assertThat(fields()).as("the fields of %s", shown).isEqualTo(fields);
        assertThat(extra()).as("extra of %s", shown).isEqualTo(extra);
    }

    /** They are in the line for who reads the archive, and in the event that is read back they are not. */
    private void requireOwnFields(byte[] line, Map<String, Object> row) {
        byte[] data = Objects.requireNonNull(member(line, "data")).value();
        byte[] ours = Objects.requireNonNull(member(data, "tidemark")).value();
        assertThat(number(ours, "config_version")).isEqualTo(row.get("config_version"));
        JsonMember place = member(ours, "released_from");
        assertThat(place == null ? null : place(place.value())).isEqualTo(row.get("released_from"));
    }

    private LogPosition place(byte[] json) {
        return new LogPosition(
                Math.toIntExact(number(json, "epoch")),
                Math.toIntExact(number(json, "partition")),
                number(json, "offset"));
    }

    private long number(byte[] json, String name) {
        return Objects.requireNonNull(member(json, name)).whole().orElseThrow();
    }

    private @Nullable JsonMember member(byte[] json, String name) {
        return Objects.requireNonNull(members.of(json)).stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The row as the job writes it. */
    private Map<String, Object> row(long offset) {
        Map<String, Object> row = new HashMap<>();
        fields().forEach((field, value) -> row.put(
                field == Field.TIME ? "client_event_time" : field.jsonName(),
                field.kind() == Field.Kind.MILLIS ? Instant.ofEpochMilli((Long) value) : value));
        row.put("config_version", event.has(Field.CONFIG_VERSION) ? event.whole(Field.CONFIG_VERSION) : 7L);
        row.put("released_from", event.position(Field.RELEASED_FROM));
        row.put("server_upload_time", UPLOADED);
        row.put("event_time", UPLOADED);
        row.put("time_suspect", false);
        row.put("uuid", "00000000-0000-8000-8000-000000000000");
        row.put("amplitude_id", Long.MAX_VALUE - offset);
        row.put("identity_seq", 1L);
        row.put("ingest_epoch", 2);
        row.put("kafka_partition", 3);
        row.put("kafka_offset", offset);
        if (event.extraLength() > 0) {
            row.put("extra", new String(event.extra(), 0, event.extraLength(), StandardCharsets.UTF_8));
        }
        return row;
    }

    private String extra() {
        return lines(new String(event.extra(), 0, event.extraLength(), StandardCharsets.UTF_8));
    }

    // Outside of strings, where alone they may be, line ends are white space.
    private static String lines(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    private Map<Field, Object> fields() {
        Map<Field, Object> fields = new EnumMap<>(Field.class);
        fields.put(Field.QUANTITY, 1L);
        fields.put(Field.PROJECT_ID, "default");
        fields.put(Field.SERVER_RECEIVED_TIME, UPLOADED.toEpochMilli());
        for (Field field : Field.all()) {
            if (event.has(field) && !field.isOwn()) {
                fields.put(
                        field,
                        switch (field.kind()) {
                            case MILLIS, INTEGER -> event.whole(field);
                            case NUMBER -> event.number(field);
                            case ID, TEXT -> String.valueOf(event.text(field));
                            case OBJECT, GROUPS -> lines(String.valueOf(event.text(field)));
                            case PLACE -> throw new IllegalStateException("No archive has " + field);
                        });
            }
        }
        return fields;
    }
}
