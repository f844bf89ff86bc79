package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.Escapes;
import io.tidemark.rules.codec.FieldNames;
import io.tidemark.rules.codec.JsonBytes;
import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of events are that the collector replaces, removes or looks at, noted while the text is validated, so
 * that it is walked over once. A note has a code, which is the ordinal of the {@link Field} or one of the constants here;
 * the segment of the member, which goes from behind the sign before it to the comma or brace after it; and its value.
 *
 * <p>Names are compared with their escapes taken out, and a name that comes twice is noted twice.
 */
final class MemberNotes {
    /** The code of {@code library}, the name and version of an SDK. */
    static final int LIBRARY = 62;
    /** The code of {@code $insert_id}. */
    static final int INSERT_ID_ALIAS = 63;

    private static final int NONE = -1;
    private static final int WIDTH = 5;
    private static final byte[] LIBRARY_NAME = "library".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ALIAS_NAME = "$insert_id".getBytes(StandardCharsets.US_ASCII);
    private static final long NOTED = bit(Field.PROJECT_ID)
            | bit(Field.SERVER_RECEIVED_TIME)
            | bit(Field.CONFIG_VERSION)
            | bit(Field.RELEASED_FROM)
            | bit(Field.CLIENT_UPLOAD_TIME)
            | bit(Field.MIN_ID_LENGTH)
            | bit(Field.INSERT_ID)
            | bit(Field.EVENT_ID)
            | bit(Field.SESSION_ID)
            | bit(Field.LOCATION_LAT)
            | bit(Field.LOCATION_LNG)
            | bit(Field.IP)
            | bit(Field.USER_AGENT);

    private int[] notes = new int[16 * WIDTH];
    private int count;
    private int limit = Integer.MAX_VALUE;
    private boolean complete = true;

    /** The bit of a field in a set of codes. */
    static long bit(Field field) {
        return 1L << field.ordinal();
    }

    /** Forgets all notes. */
    void clear() {
        count = 0;
    }

    /** How many notes there are. */
    int count() {
        return count;
    }

    /** Forgets the notes from an index on. */
    void cutTo(int from) {
        count = from;
    }

    int code(int note) {
        return notes[note * WIDTH];
    }

    /** Where the member's segment begins. */
    int segmentFrom(int note) {
        return notes[note * WIDTH + 1];
    }

    /** Where the member's segment ends: the index of a comma or a brace. */
    int segmentTo(int note) {
        return notes[note * WIDTH + 2];
    }

    int valueFrom(int note) {
        return notes[note * WIDTH + 3];
    }

    int valueTo(int note) {
        return notes[note * WIDTH + 4];
    }

    /** Whether the last {@link #pass} noted everything; else there were more members than it was to note. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Passes an object, at whose brace the cursor is, and notes its members, at most {@code most}.
     *
     * @return whether it is one; else the cursor has the fault
     */
    boolean pass(JsonBytes json, byte[] text, int most) {
        limit = most > Integer.MAX_VALUE - count ? Integer.MAX_VALUE : count + most;
        complete = true;
        json.advance();
        int segment = json.at();
        if (json.next() == '}') {
            json.advance();
            return true;
        }
        while (true) {
            if (!json.name()) {
                return false;
            }
            int code = code(json, text);
            int begin = json.at();
            if (!json.value()) {
                return false;
            }
            int end = json.at();
            int sign = json.next();
            if (sign != ',' && sign != '}') {
                return json.fail("a comma or a closing brace is missing");
            }
            if (code != NONE) {
                note(code, segment, json.at(), begin, end);
            }
            json.advance();
            if (sign == '}') {
                return true;
            }
            segment = json.at();
        }
    }

    private void note(int code, int segmentFrom, int segmentTo, int valueFrom, int valueTo) {
        if (count == limit) {
            complete = false;
            return;
        }
        int at = count * WIDTH;
        if (at == notes.length) {
            notes = Arrays.copyOf(notes, notes.length * 2);
        }
        notes[at] = code;
        notes[at + 1] = segmentFrom;
        notes[at + 2] = segmentTo;
        notes[at + 3] = valueFrom;
        notes[at + 4] = valueTo;
        count++;
    }

    private static int code(JsonBytes json, byte[] text) {
        if (!json.escaped()) {
            return code(text, json.from(), json.to());
        }
        byte @Nullable [] name = Escapes.unescape(text, json.from(), json.to());
        return name == null ? NONE : code(name, 0, name.length);
    }

    private static int code(byte[] text, int from, int to) {
        Field field = FieldNames.find(text, from, to);
        if (field != null) {
            return (NOTED & bit(field)) != 0 ? field.ordinal() : NONE;
        }
        if (Arrays.equals(text, from, to, LIBRARY_NAME, 0, LIBRARY_NAME.length)) {
            return LIBRARY;
        }
        return Arrays.equals(text, from, to, ALIAS_NAME, 0, ALIAS_NAME.length) ? INSERT_ID_ALIAS : NONE;
    }
}
