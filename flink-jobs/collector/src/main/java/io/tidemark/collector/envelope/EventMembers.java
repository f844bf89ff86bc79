package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.Escapes;
import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.event.Field;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the {@link MemberNotes} of one event amount to: of a name that comes twice the last value counts. */
final class EventMembers {
    private final int[] last = new int[Long.SIZE];
    private MemberNotes notes = new MemberNotes();
    private byte[] text = {};
    /** The codes of the members that the event has. */
    private long present;

    /** Goes to another event, which has the notes from {@code first} to {@code end}. */
    void open(byte[] source, MemberNotes noted, int first, int end) {
        text = source;
        notes = noted;
        present = 0;
        for (int note = first; note < end; note++) {
            int code = noted.code(note);
            last[code] = note;
            present |= 1L << code;
        }
    }

    private boolean has(int code) {
        return (present & (1L << code)) != 0;
    }

    private int valueFrom(int code) {
        return notes.valueFrom(last[code]);
    }

    private int valueTo(int code) {
        return notes.valueTo(last[code]);
    }

    /** Whether the event does not have the field, or its last value is null. */
    boolean isAbsent(Field field) {
        return !has(field.ordinal()) || text[valueFrom(field.ordinal())] == 'n';
    }

    /** Whether a member's last value is the empty string. */
    boolean isEmptyText(int code) {
        return has(code) && text[valueFrom(code)] == '"' && valueTo(code) - valueFrom(code) == 2;
    }

    /** Whether the field's last value is this number, in whatever way it is written. */
    boolean isWhole(Field field, long number) {
        int code = field.ordinal();
        if (!has(code)) {
            return false;
        }
        int from = valueFrom(code);
        OptionalLong whole = new JsonMember("", text, from, from, from, valueTo(code)).whole();
        return whole.isPresent() && whole.getAsLong() == number;
    }

    /** Whether a member's last value is a string of whole characters that is, or begins with, these bytes. */
    boolean isText(int code, byte[] wanted, boolean whole) {
        if (!has(code) || text[valueFrom(code)] != '"') {
            return false;
        }
        int from = valueFrom(code) + 1;
        int to = valueTo(code) - 1;
        if (!hasEscape(from, to)) {
            return isText(text, from, to, wanted, whole);
        }
        byte[] string = string(code);
        return string != null && isText(string, 0, string.length, wanted, whole);
    }

    private static boolean isText(byte[] string, int from, int to, byte[] wanted, boolean whole) {
        int length = to - from;
        return (whole ? length == wanted.length : length >= wanted.length)
                && Arrays.equals(string, from, from + wanted.length, wanted, 0, wanted.length);
    }

    private boolean hasEscape(int from, int to) {
        for (int at = from; at < to; at++) {
            if (text[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Whether a member's last value is a string of whole characters, and not empty. */
    boolean isWholeText(int code) {
        return has(code) && text[valueFrom(code)] == '"' && !isEmptyText(code) && string(code) != null;
    }

    /** A member's last value, a string, without escapes; null where it is no whole text. */
    private byte @Nullable [] string(int code) {
        return Escapes.unescape(text, valueFrom(code) + 1, valueTo(code) - 1);
    }
}
