package io.tidemark.rules.codec;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Reads a raw event from its JSON text ({@code events.md}, "Fields"), or says why it is none.
 *
 * <p>A record with several faults is refused for the first of these: it is too large; it is no JSON (RFC 8259, strict
 * UTF-8; an empty or null value is none); it is no object; it lacks {@code event_type}; it lacks both ids; a field has
 * a value of the wrong kind (the first such field in the order of the text). Whether an id is fit to be one is judged
 * elsewhere: here it is only recorded in which form it was sent.
 *
 * <p>Of a name that comes twice the last value counts, and a null takes an earlier value back. Members that are no
 * {@link Field} are all kept, as they were sent; but a {@code $insert_id} is the {@code insert_id} where that is absent. A time that no timestamp in microseconds holds is moved to the nearest
 * one that does ({@link Event#FARTHEST_MILLIS}), and kept as it was sent as well.
 *
 * <p>An instance is used for one record after another, by one thread. It never throws for what a record holds, and it
 * allocates only for strings with escapes, for numbers of unusual form and for the position of a released record.
 */
public final class EventDecoder {
    /** The size of a value, in bytes, above which it is refused unless configured otherwise. */
    public static final int DEFAULT_LIMIT = 1 << 20;

    private final int limit;
    private final boolean knowsOwn;
    private final JsonBytes json = new JsonBytes();
    private final FieldValues values = new FieldValues(json);
    private final InsertIdAlias insertId = new InsertIdAlias();

    /** A decoder that refuses values of more than {@code limit} bytes. */
    public EventDecoder(int limit) {
        this(limit, true);
    }

    /**
     * The same for a pipeline that may not know its own fields yet.
     *
     * @param knowsOwn whether a field that is the pipeline's {@linkplain Field#isOwn own} is one; else it is a member
     *     like any other that is no field
     */
    public EventDecoder(int limit, boolean knowsOwn) {
        this.limit = limit;
        this.knowsOwn = knowsOwn;
    }

    /** A decoder with the {@link #DEFAULT_LIMIT}. */
    public EventDecoder() {
        this(DEFAULT_LIMIT);
    }

    /**
     * Reads one record.
     *
     * @param value the Kafka value; the event keeps slices of it
     * @param into emptied and filled; of no meaning where the record is refused
     * @return null where the record is an event, else why it is none
     */
    public @Nullable Rejection decode(byte @Nullable [] value, Event into) {
        into.clear();
        if (value == null) {
            return Rejections.tombstone();
        }
        if (value.length > limit) {
            return Rejections.tooLarge(value.length, limit);
        }
        json.open(value);
        int first = json.next();
        boolean valid = first == '{' ? members(value, into) : json.value();
        if (!valid || !json.end()) {
            return Rejections.invalidJson(json);
        }
        return first == '{' ? judge(value, into) : Rejections.notAnObject(first);
    }

    private boolean members(byte[] value, Event into) {
        values.open(value, into);
        insertId.open(value);
        json.advance();
        if (json.next() == '}') {
            json.advance();
            return true;
        }
        while (true) {
            json.next();
            int quote = json.at();
            if (!json.name()) {
                return false;
            }
            int nameEnd = json.to() + 1;
            Field field = field(value);
            boolean passed = field == null ? unknown(value, quote, nameEnd, into) : values.read(field, quote, nameEnd);
            if (!passed) {
                return false;
            }
            int sign = json.next();
            if (sign != ',' && sign != '}') {
                return json.fail("a comma or a closing brace is missing");
            }
            json.advance();
            if (sign == '}') {
                return true;
            }
        }
    }

    /** The field of the name passed last, however its letters were written. */
    private @Nullable Field field(byte[] value) {
        Field field = json.escaped() ? escapedField(value) : FieldNames.find(value, json.from(), json.to());
        return knowsOwn || field == null || !field.isOwn() ? field : null;
    }

    private @Nullable Field escapedField(byte[] value) {
        byte[] name = Escapes.unescape(value, json.from(), json.to());
        return name == null ? null : FieldNames.find(name, 0, name.length);
    }

    private boolean unknown(byte[] value, int quote, int nameEnd, Event into) {
        boolean isInsertId = insertId.isNamed(json);
        int begin = json.at();
        if (!json.value()) {
            return false;
        }
        int before = into.extraLength();
        into.addExtra(value, quote, nameEnd, begin, json.at());
        if (isInsertId) {
            insertId.found(into, before, begin, json.at());
        }
        return true;
    }

    private @Nullable Rejection judge(byte[] value, Event into) {
        boolean typed = into.has(Field.EVENT_TYPE)
                ? into.length(Field.EVENT_TYPE) > 0
                : values.isTypeMismatch(Field.EVENT_TYPE);
        if (!typed) {
            return Rejections.missingEventType();
        }
        if (!into.has(Field.USER_ID) && !into.has(Field.DEVICE_ID)) {
            return Rejections.missingIdentity();
        }
        Field misfit = values.firstTypeMismatch();
        if (misfit != null) {
            int begin = values.begin(misfit);
            return Rejections.misfit(misfit, value[begin], begin);
        }
        insertId.take(into);
        values.keepOutOfRangeTimestamps();
        return null;
    }
}
