package io.tidemark.rules.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One decoded event: for each {@link Field} a slice of bytes or a number, and nothing is built before it is needed.
 *
 * <p>An instance is filled, read and filled again: a caller that keeps something of it copies it out. Text slices are UTF-8
 * without JSON escapes; object slices are the JSON text exactly as it was sent. An id whose {@link #idForm} is not
 * {@link IdForm#TEXT} counts as sent, and its slice too is the JSON text as it was sent.
 */
public final class Event {
    /** What was sent as an id. */
    public enum IdForm {
        /** A string of whole characters, or nothing. */
        TEXT,
        /** A JSON value that is no string. */
        NOT_A_STRING,
        /** A string with half a surrogate pair, which no UTF-8 column can hold. */
        BROKEN_TEXT
    }

    /** The largest distance from the epoch that a time can have, in ms: a microsecond timestamp ends a little later. */
    public static final long FARTHEST_MILLIS = 9_000_000_000_000_000L;

    private static final int FIELDS = Field.all().size();

    private final byte[][] source = new byte[FIELDS][];
    private final int[] from = new int[FIELDS];
    private final int[] length = new int[FIELDS];
    private final long[] number = new long[FIELDS];
    private final IdForm[] idForm = {IdForm.TEXT, IdForm.TEXT};
    private @Nullable LogPosition position;
    private byte[] extra = new byte[256];
    private int extraLength;
    private long present;

    /** Forgets everything, to be filled again. */
    public void clear() {
        present = 0;
        extraLength = 0;
        idForm[0] = IdForm.TEXT;
        idForm[1] = IdForm.TEXT;
    }

    /** Whether the field was sent with a value other than JSON null (and, for ids, other than the empty string). */
    public boolean has(Field field) {
        return (present & bit(field)) != 0;
    }

    /** The bytes that hold the slice of a text or object field; only while {@link #has} says so. */
    public byte[] source(Field field) {
        return source[field.ordinal()];
    }

    /** Where the slice of a text or object field begins in {@link #source}. */
    public int from(Field field) {
        return from[field.ordinal()];
    }

    /** How many bytes the slice of a text or object field has. */
    public int length(Field field) {
        return length[field.ordinal()];
    }

    /** A text or object field as a string, or null where it is absent. */
    public @Nullable String text(Field field) {
        return has(field) ? new String(source(field), from(field), length(field), StandardCharsets.UTF_8) : null;
    }

    /** A {@code MILLIS} or {@code INTEGER} field; only while {@link #has} says so. */
    public long whole(Field field) {
        return number[field.ordinal()];
    }

    /** A {@code NUMBER} field; only while {@link #has} says so. */
    public double number(Field field) {
        return Double.longBitsToDouble(number[field.ordinal()]);
    }

    /** A {@code PLACE} field, or null where it is absent. */
    public @Nullable LogPosition position(Field field) {
        return has(field) ? position : null;
    }

    /** What was sent as {@code user_id} or {@code device_id}. */
    public IdForm idForm(Field field) {
        return idForm[field.ordinal()];
    }

    /** The bytes that hold the members that are no {@link Field}, as one JSON object from index 0. */
    public byte[] extra() {
        return extra;
    }

    /** How many bytes {@link #extra} holds; 0 where every member is a {@link Field}. */
    public int extraLength() {
        return extraLength;
    }

    /** Sets a text or object field to a slice; a later one takes the place of an earlier one. */
    public void put(Field field, byte[] bytes, int begin, int size) {
        int at = field.ordinal();
        source[at] = bytes;
        from[at] = begin;
        length[at] = size;
        present |= bit(field);
    }

    /** Sets a {@code MILLIS} or {@code INTEGER} field. */
    public void put(Field field, long whole) {
        number[field.ordinal()] = whole;
        present |= bit(field);
    }

    /** Sets a {@code NUMBER} field. */
    public void put(Field field, double value) {
        put(field, Double.doubleToRawLongBits(value));
    }

    /** Sets a {@code PLACE} field. */
    public void put(Field field, LogPosition place) {
        position = place;
        present |= bit(field);
    }

    /** Makes the field absent again: a later JSON null takes the place of an earlier value. */
    public void remove(Field field) {
        present &= ~bit(field);
    }

    /** Says in what form {@code user_id} or {@code device_id} was sent. */
    public void putIdForm(Field field, IdForm form) {
        idForm[field.ordinal()] = form;
    }

    /** Keeps a member that is no {@link Field}, name and value as the JSON text that was sent: {@code "name":value}. */
    public void addExtra(byte[] bytes, int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int need = (nameTo - nameFrom) + (valueTo - valueFrom) + 3;
        if (extra.length < extraLength + need) {
            byte[] larger = new byte[Math.max(extra.length * 2, extraLength + need)];
            System.arraycopy(extra, 0, larger, 0, extraLength);
            extra = larger;
        }
        int at = extraLength;
        if (at == 0) {
            extra[at++] = '{';
        } else {
            extra[at - 1] = ',';
        }
        System.arraycopy(bytes, nameFrom, extra, at, nameTo - nameFrom);
        at += nameTo - nameFrom;
        extra[at++] = ':';
        System.arraycopy(bytes, valueFrom, extra, at, valueTo - valueFrom);
        at += valueTo - valueFrom;
        extra[at++] = '}';
        extraLength = at;
    }

    /** Takes one member out of {@link #extra} again: the slice of its name and value. */
    public void removeExtra(int memberFrom, int memberLength) {
        if (memberLength + 2 == extraLength) {
            extraLength = 0;
            return;
        }
        // With the comma behind it, or with that before it where it is the last.
        boolean last = memberFrom + memberLength + 1 == extraLength;
        int from = last ? memberFrom - 1 : memberFrom;
        int to = memberFrom + memberLength + (last ? 0 : 1);
        System.arraycopy(extra, to, extra, from, extraLength - to);
        extraLength -= to - from;
    }

    /** Sets {@link #extra} as a whole: a JSON object with at least one member, without white space around it. */
    public void putExtra(byte[] object) {
        extra = object;
        extraLength = object.length;
    }

    private static long bit(Field field) {
        return 1L << field.ordinal();
    }
}
