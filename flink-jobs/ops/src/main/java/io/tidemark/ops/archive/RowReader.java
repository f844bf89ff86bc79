package io.tidemark.ops.archive;

import io.tidemark.lake.table.Columns;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.codec.EventEncoder;
import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of an archive, ours or Amplitude's, as the raw events that they were. Values are copied as they are
 * written. Of our rows, what the pipeline derives is left out, for it will be derived again; of Amplitude's rows, every
 * key that is no field of an event is kept as one more member. But a key that has the name of one of the pipeline's own
 * fields is left out wherever it is: they are about the log and the configuration of the lake that the row is from.
 *
 * <p>A line that is no row of an archive is handed on as it is. An instance is used for one line after another, by one
 * thread.
 */
public final class RowReader {
    private static final Set<String> MARKS_OF_A_ROW =
            Set.of(RowKey.AMPLITUDE_ID, "event_time", "server_upload_time", "uuid");

    private static final String UPLOADED = "server_upload_time";
    private static final String APP = "app";
    private static final String EVENT_TYPE = "event_type";
    private static final String CLIENT_EVENT_TIME = "client_event_time";
    private static final String CLIENT_UPLOAD_TIME = "client_upload_time";

    private static final Map<String, String> FIELDS = fields();
    private static final Set<String> OWN =
            Field.all().stream().filter(Field::isOwn).map(Field::jsonName).collect(Collectors.toUnmodifiableSet());
    private static final Map<String, String> TIMES = Map.of(
            CLIENT_EVENT_TIME,
            Field.TIME.jsonName(),
            CLIENT_UPLOAD_TIME,
            Field.CLIENT_UPLOAD_TIME.jsonName(),
            "server_received_time",
            Field.SERVER_RECEIVED_TIME.jsonName());

    /** From this length on the shortest form is sought, so that what was not too large is not too large again. */
    private static final int LARGE = EventDecoder.DEFAULT_LIMIT - (EventDecoder.DEFAULT_LIMIT >> 4);

    private final JsonMembers json = new JsonMembers();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /** A reader. */
    public RowReader() {}

    // The keys that have another name than the field, and those of which Amplitude's list and ours have the same.
    private static Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        Set<String> known = Field.all().stream().map(Field::jsonName).collect(Collectors.toSet());
        for (RowKey key : RowKey.AMPLITUDE) {
            String column = key.column();
            if (column != null && known.contains(column)) {
                fields.put(key.name(), column);
            }
        }
        return Map.copyOf(fields);
    }

    /** The event of a line. */
    public ArchivedEvent read(byte[] line) {
        List<JsonMember> members =
                new String(line, StandardCharsets.ISO_8859_1).contains('"' + RowKey.AMPLITUDE_ID + '"')
                        ? json.of(line)
                        : null;
        if (members == null || !isRow(members)) {
            return new ArchivedEvent(line, null, null);
        }
        List<JsonMember> ours = ours(members);
        out.reset();
        out.write('{');
        boolean hasType = present(members, EVENT_TYPE);
        boolean hasTime = present(members, CLIENT_EVENT_TIME);
        Long timestamp = null;
        for (JsonMember member : members) {
            if (member.isNull()) {
                continue;
            }
            if (member.name().equals(UPLOADED)) {
                timestamp = millis(member);
            }
            // The event's time is corrected already where it is used as the client's.
            boolean corrected = ours == null && !hasTime && member.name().equals(CLIENT_UPLOAD_TIME);
            boolean taken = corrected || field(member) || (ours == null && insteadOf(member, hasType, hasTime));
            if (!taken && ours == null) {
                raw(member);
            }
        }
        if (ours != null) {
            ours.forEach(this::ours);
            ours.forEach(this::extra);
        }
        return new ArchivedEvent(value(), timestamp, ours == null ? null : place(ours));
    }

    private static boolean isRow(List<JsonMember> members) {
        Set<String> names = members.stream().map(JsonMember::name).collect(Collectors.toSet());
        return names.containsAll(MARKS_OF_A_ROW)
                && (names.contains(EVENT_TYPE) || names.contains("amplitude_event_type"));
    }

    private static boolean present(List<JsonMember> members, String name) {
        return members.stream().anyMatch(member -> member.name().equals(name) && !member.isNull());
    }

    /** Our object in {@code data}; null for a row that is not ours. */
    private @Nullable List<JsonMember> ours(List<JsonMember> members) {
        for (JsonMember data : members) {
            if (data.name().equals(RowKey.DATA) && data.isObject()) {
                List<JsonMember> within = json.of(data.value());
                if (within != null && within.size() == 1 && within.get(0).name().equals(RowKey.TIDEMARK)) {
                    return within.get(0).isObject() ? json.of(within.get(0).value()) : null;
                }
            }
        }
        return null;
    }

    private boolean field(JsonMember member) {
        String time = TIMES.get(member.name());
        if (time != null) {
            time(time, member);
            return true;
        }
        if (member.name().equals(APP)) {
            // Amplitude's projects are numbers.
            boolean text = member.string() != null;
            name(Field.PROJECT_ID.jsonName());
            out.writeBytes(text ? member.value() : quoted(member.value()));
            return true;
        }
        String field = FIELDS.get(member.name());
        if (field == null) {
            return false;
        }
        name(field);
        out.write(member.text(), member.from(), member.to() - member.from());
        return true;
    }

    /** The value for the type or the time of an event of Amplitude's that has none of its own. */
    private boolean insteadOf(JsonMember member, boolean hasType, boolean hasTime) {
        if (!hasType && member.name().equals("amplitude_event_type")) {
            name(Field.EVENT_TYPE.jsonName());
            out.writeBytes(member.value());
            return true;
        }
        if (!hasTime && member.name().equals("event_time")) {
            time(Field.TIME.jsonName(), member);
            return true;
        }
        return false;
    }

    private void time(String name, JsonMember member) {
        Long millis = millis(member);
        name(name);
        // What is no time is judged where events are.
        out.writeBytes(millis == null ? member.value() : Long.toString(millis).getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable Long millis(JsonMember member) {
        String text = member.string();
        OptionalLong millis = text == null ? OptionalLong.empty() : ArchiveTime.millis(text);
        return millis.isPresent() ? millis.getAsLong() : null;
    }

    private void ours(JsonMember member) {
        switch (member.name()) {
            case RowKey.AMPLITUDE_ID,
                    "identity_seq",
                    "ingest_epoch",
                    "kafka_offset",
                    "kafka_partition",
                    "time_suspect" -> {
                // Derived, as they will be again.
            }
            case Columns.EXTRA -> {
                // They come last: a time that is out of its column's range is among them, and counts.
            }
            default -> raw(member);
        }
    }

    private void extra(JsonMember member) {
        List<JsonMember> extra = member.name().equals(Columns.EXTRA) ? json.of(member.value()) : null;
        if (extra != null) {
            extra.forEach(this::raw);
        }
    }

    private static @Nullable LogPosition place(List<JsonMember> ours) {
        OptionalLong epoch = number(ours, "ingest_epoch");
        OptionalLong partition = number(ours, "kafka_partition");
        OptionalLong offset = number(ours, "kafka_offset");
        return epoch.isPresent() && partition.isPresent() && offset.isPresent()
                ? new LogPosition((int) epoch.getAsLong(), (int) partition.getAsLong(), offset.getAsLong())
                : null;
    }

    private static OptionalLong number(List<JsonMember> members, String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .map(JsonMember::whole)
                .orElse(OptionalLong.empty());
    }

    private void raw(JsonMember member) {
        if (OWN.contains(member.name())) {
            return;
        }
        comma();
        out.write(member.text(), member.nameFrom(), member.nameTo() - member.nameFrom());
        out.write(':');
        out.write(member.text(), member.from(), member.to() - member.from());
    }

    private void name(String name) {
        comma();
        out.writeBytes(("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII));
    }

    private void comma() {
        if (out.size() > 1) {
            out.write(',');
        }
    }

    private static byte[] quoted(byte[] value) {
        return ("\"" + new String(value, StandardCharsets.UTF_8).replace("\"", "") + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] value() {
        out.write('}');
        byte[] value = out.toByteArray();
        if (value.length < LARGE) {
            return value;
        }
        Event event = new Event();
        return new EventDecoder(Integer.MAX_VALUE).decode(value, event) == null
                ? new EventEncoder().encode(event)
                : value;
    }
}
