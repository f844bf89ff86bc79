package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.Escapes;
import io.tidemark.rules.codec.JsonBytes;
import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request by what it is, not by what its headers say: a JSON object with {@code api_key},
 * {@code events} (a list, or one event), {@code options} and {@code client_upload_time} in any order; or, for properties
 * of users and groups, the same or a form with {@code identification} in the place of {@code events}.
 *
 * <p>JSON is read strictly: RFC 8259 in UTF-8, of any depth; a byte order mark before it is ignored. Of a member that
 * comes twice the last counts, and a null takes an earlier one back. Members that are not known are ignored, and so are a
 * {@code min_id_length} and an upload time that cannot be read, for an answer could not tell the client which event to
 * leave out.
 *
 * <p>An instance is used for one body after another, by one thread. It never throws for what a body holds.
 */
public final class EnvelopeReader {
    /** How many characters of an API key are kept; the keys that are made have far fewer. */
    public static final int LONGEST_KEY = 256;

    private static final byte[] API_KEY = name("api_key");
    private static final byte[] OPTIONS = name("options");
    private static final byte[] UPLOAD_TIME = name("client_upload_time");
    private static final String MIN_ID_LENGTH = "min_id_length";

    private final JsonBytes json = new JsonBytes();
    private final JsonMembers members = new JsonMembers();
    private byte[] listName = {};
    private Found found = new Found(new byte[0], new EventSlices(new byte[0], 0));

    /** A reader. */
    public EnvelopeReader() {}

    /** Reads a body. */
    public Envelope read(PathKind kind, byte[] body) {
        byte[] text = withoutByteOrderMark(body);
        json.open(text);
        int first = json.next();
        if (first == JsonBytes.END) {
            return Envelope.refused(body.length, null, Answer.missingBody());
        }
        if (first == '{') {
            return object(kind, text, body.length);
        }
        return kind == PathKind.EVENTS
                ? Envelope.refused(body.length, null, Answer.invalidJson())
                : form(kind, text, body.length);
    }

    private Envelope object(PathKind kind, byte[] text, int size) {
        listName = name(kind.member());
        found = new Found(text, new EventSlices(text, kind.mostEvents()));
        boolean valid = members(text);
        String apiKey = found.text(found.apiKey);
        if (!valid) {
            return Envelope.refused(size, apiKey, Answer.invalidJson());
        }
        if (kind == PathKind.EVENTS) {
            return envelope(kind, size, apiKey, found.hasList, found.isList ? found.events : null);
        }
        byte[] list = found.hasList ? Arrays.copyOfRange(text, found.list.from, found.list.to) : null;
        return identification(kind, size, apiKey, list);
    }

    private Envelope form(PathKind kind, byte[] text, int size) {
        Form form = Form.parse(text);
        byte[] options = form.field("options");
        byte[] empty = {};
        found = new Found(options == null ? empty : options, new EventSlices(empty, 0));
        if (options != null && members.isJson(options)) {
            found.options.set(0, options.length);
        }
        byte[] apiKey = form.field("api_key");
        return identification(kind, size, apiKey == null ? null : shown(apiKey), form.field(kind.member()));
    }

    private Envelope identification(PathKind kind, int size, @Nullable String apiKey, byte @Nullable [] list) {
        if (size > kind.mostBytes()) {
            return Envelope.refused(size, apiKey, Answer.tooLarge());
        }
        byte[] converted = list == null ? null : new Identification(members).events(kind, list);
        if (converted == null) {
            return envelope(kind, size, apiKey, list != null, null);
        }
        EventSlices events = new EventSlices(converted, kind.mostEvents());
        json.open(converted);
        events.pass(json);
        return envelope(kind, size, apiKey, true, events);
    }

    /** The envelope of events that were found; null where what was found is none. */
    private Envelope envelope(
            PathKind kind, int size, @Nullable String apiKey, boolean hasList, @Nullable EventSlices events) {
        if (apiKey == null) {
            return Envelope.refused(size, null, Answer.missing("api_key"));
        }
        if (!hasList) {
            return Envelope.refused(size, apiKey, Answer.missing(kind.member()));
        }
        if (events == null) {
            return Envelope.refused(size, apiKey, Answer.invalidEvents());
        }
        if (events.isTooMany()) {
            return Envelope.refused(size, apiKey, Answer.tooLarge());
        }
        OptionalLong upload = found.uploadTime.isEmpty()
                ? OptionalLong.empty()
                : UploadTime.millis(found.text, found.uploadTime.from, found.uploadTime.to);
        return Envelope.of(size, apiKey, events, upload.isPresent() ? upload.getAsLong() : null, minIdLength());
    }

    /** Passes the members of the outermost object, at whose brace the cursor is, and the end of the text. */
    private boolean members(byte[] text) {
        json.advance();
        if (json.next() == '}') {
            json.advance();
            return json.end();
        }
        while (true) {
            if (!json.name() || !member(text)) {
                return false;
            }
            int sign = json.next();
            if (sign != ',' && sign != '}') {
                return json.fail("a comma or a closing brace is missing");
            }
            json.advance();
            if (sign == '}') {
                return json.end();
            }
        }
    }

    private boolean member(byte[] text) {
        if (isNamed(text, listName)) {
            return list();
        }
        Slice slice = isNamed(text, API_KEY)
                ? found.apiKey
                : isNamed(text, OPTIONS) ? found.options : isNamed(text, UPLOAD_TIME) ? found.uploadTime : found.other;
        int begin = json.at();
        if (!json.value()) {
            return false;
        }
        slice.set(begin, json.at());
        return true;
    }

    private boolean list() {
        int begin = json.at();
        int first = json.next();
        if (!found.events.pass(json)) {
            return false;
        }
        found.hasList = first != 'n';
        found.isList = first == '{' || first == '[';
        found.list.set(begin, json.at());
        return true;
    }

    private @Nullable Long minIdLength() {
        if (found.options.isEmpty()) {
            return null;
        }
        List<JsonMember> options = members.of(Arrays.copyOfRange(found.text, found.options.from, found.options.to));
        OptionalLong length = OptionalLong.empty();
        if (options != null) {
            for (JsonMember option : options) {
                if (option.name().equals(MIN_ID_LENGTH)) {
                    length = option.whole();
                }
            }
        }
        return length.isPresent() && length.getAsLong() >= 0 ? length.getAsLong() : null;
    }

    /** Whether the name that was passed last is this one, however its letters were written. */
    private boolean isNamed(byte[] text, byte[] name) {
        if (!json.escaped()) {
            return Arrays.equals(text, json.from(), json.to(), name, 0, name.length);
        }
        byte[] unescaped = Escapes.unescape(text, json.from(), json.to());
        return unescaped != null && Arrays.equals(unescaped, name);
    }

    private static String shown(byte[] text) {
        String whole = new String(text, 0, Math.min(text.length, 4 * LONGEST_KEY), StandardCharsets.UTF_8);
        return whole.length() <= LONGEST_KEY ? whole : whole.substring(0, LONGEST_KEY);
    }

    private static byte[] withoutByteOrderMark(byte[] body) {
        boolean marked = body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** What was found in one body so far. */
    private static final class Found {
        private final byte[] text;
        private final EventSlices events;
        private final Slice apiKey = new Slice();
        private final Slice options = new Slice();
        private final Slice uploadTime = new Slice();
        private final Slice list = new Slice();
        private final Slice other = new Slice();
        private boolean hasList;
        private boolean isList;

        Found(byte[] text, EventSlices events) {
            this.text = text;
            this.events = events;
        }

        /** The string of a slice; null where it is none. */
        @Nullable
        String text(Slice slice) {
            if (slice.isEmpty() || text[slice.from] != '"') {
                return null;
            }
            byte[] unescaped = Escapes.unescape(text, slice.from + 1, slice.to - 1);
            return unescaped == null ? null : shown(unescaped);
        }
    }

    /** Where the last value of a member is. */
    private static final class Slice {
        private int from;
        private int to;

        void set(int begin, int end) {
            from = begin;
            to = end;
        }

        boolean isEmpty() {
            return from == to;
        }
    }
}
