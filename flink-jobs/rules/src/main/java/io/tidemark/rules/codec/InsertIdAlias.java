package io.tidemark.rules.codec;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The member {@code $insert_id}, under which SDKs and exports know the {@code insert_id}: taken for it where the event has
 * none. Among several the last counts. One that is no text, or not needed, stays among the members that are no field.
 */
final class InsertIdAlias {
    private static final byte[] NAME = "$insert_id".getBytes(StandardCharsets.US_ASCII);
    private static final int NONE = -1;

    private byte[] text = {};
    /** Where the last one is among the other members, or {@link #NONE}. */
    private int inExtra = NONE;

    private int length;
    private int valueFrom;
    private int valueTo;

    /** Begins another event. */
    void open(byte[] value) {
        text = value;
        inExtra = NONE;
    }

    /** Whether the name that was passed last is this one, however its letters were written. */
    boolean isNamed(JsonBytes json) {
        if (!json.escaped()) {
            return Arrays.equals(text, json.from(), json.to(), NAME, 0, NAME.length);
        }
        byte[] name = Escapes.unescape(text, json.from(), json.to());
        return name != null && Arrays.equals(name, NAME);
    }

    /** Notes that the member that was added to the others last is this one. */
    void found(Event event, int lengthBefore, int from, int to) {
        inExtra = Math.max(1, lengthBefore);
        length = event.extraLength() - 1 - inExtra;
        valueFrom = from;
        valueTo = to;
    }

    /** Makes it the event's {@code insert_id} where that is absent and it can be one. */
    void take(Event event) {
        if (inExtra == NONE || event.has(Field.INSERT_ID) || text[valueFrom] != '"' || valueTo - valueFrom == 2) {
            return;
        }
        int end = valueTo - 1;
        if (ByteScan.quoteOrBackslash(text, valueFrom + 1) == end) {
            event.put(Field.INSERT_ID, text, valueFrom + 1, end - valueFrom - 1);
        } else {
            byte[] unescaped = Escapes.unescape(text, valueFrom + 1, end);
            if (unescaped == null) {
                return;
            }
            event.put(Field.INSERT_ID, unescaped, 0, unescaped.length);
        }
        event.removeExtra(inExtra, length);
    }
}
