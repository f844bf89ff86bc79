package io.tidemark.rules.codec;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of the fields of one event, each by its {@link Field.Kind}, and remembers which are of the wrong
 * kind. The methods that read return false only where the text is no JSON; a value of the wrong kind is passed, and
 * dropped again if the field comes once more.
 */
final class FieldValues {
    private static final int FIELDS = Field.all().size();

    private final JsonBytes json;
    private final int[] nameFrom = new int[FIELDS];
    private final int[] nameTo = new int[FIELDS];
    private final int[] valueFrom = new int[FIELDS];
    private final int[] valueTo = new int[FIELDS];
    private byte[] text = {};
    private Event event = new Event();
    /** The fields, by ordinal, whose last value is of the wrong kind. */
    private long typeMismatches;
    /** The fields, by ordinal, whose last value is a time too far away for a timestamp. */
    private long outOfRange;

    FieldValues(JsonBytes json) {
        this.json = json;
    }

    /** Begins another event. */
    void open(byte[] value, Event into) {
        text = value;
        event = into;
        typeMismatches = 0;
        outOfRange = 0;
    }

    /** Reads the value at the cursor as that of the field; its name, with quotes, is the slice given. */
    boolean read(Field field, int quote, int nameEnd) {
        int i = field.ordinal();
        typeMismatches &= ~bit(field);
        outOfRange &= ~bit(field);
        nameFrom[i] = quote;
        nameTo[i] = nameEnd;
        valueFrom[i] = json.at();
        int first = json.next();
        boolean passed = first == 'n' ? nothing(field) : something(field, first);
        valueTo[i] = json.at();
        return passed;
    }

    /** Whether the field's last value is of the wrong kind. */
    boolean isTypeMismatch(Field field) {
        return (typeMismatches & bit(field)) != 0;
    }

    /** The field of the wrong kind that comes first in the text, or null where there is none. */
    @Nullable
    Field firstTypeMismatch() {
        if (typeMismatches == 0) {
            return null;
        }
        int found = Long.numberOfTrailingZeros(typeMismatches);
        for (long rest = typeMismatches; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            found = valueFrom[i] < valueFrom[found] ? i : found;
        }
        return Field.all().get(found);
    }

    /** Where the last value of a field that was read begins. */
    int begin(Field field) {
        return valueFrom[field.ordinal()];
    }

    /** Keeps the times that were moved nearer, as they were sent, among the members that are no field. */
    void keepOutOfRangeTimestamps() {
        for (long rest = outOfRange; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            event.addExtra(text, nameFrom[i], nameTo[i], valueFrom[i], valueTo[i]);
        }
    }

    private boolean nothing(Field field) {
        if (field.kind() == Field.Kind.ID) {
            event.putIdForm(field, Event.IdForm.TEXT);
        }
        event.remove(field);
        return json.literal('n');
    }

    private boolean something(Field field, int first) {
        return switch (field.kind()) {
            case ID -> id(field, first);
            case TEXT -> text(field, first);
            case MILLIS, INTEGER -> whole(field, first);
            case NUMBER -> number(field, first);
            case OBJECT -> object(field, first);
            case GROUPS -> groups(field, first);
            case PLACE -> place(field, first);
        };
    }

    private boolean id(Field field, int first) {
        int begin = json.at();
        if (first != '"') {
            event.putIdForm(field, Event.IdForm.NOT_A_STRING);
            return json.value() && put(field, text, begin, json.at());
        }
        if (!json.string()) {
            return false;
        }
        event.putIdForm(field, Event.IdForm.TEXT);
        if (json.from() == json.to()) {
            event.remove(field);
        } else if (!putText(field)) {
            event.putIdForm(field, Event.IdForm.BROKEN_TEXT);
            put(field, text, begin, json.at());
        }
        return true;
    }

    private boolean text(Field field, int first) {
        if (first != '"') {
            return misfit(field) && json.value();
        }
        if (!json.string()) {
            return false;
        }
        if (json.from() == json.to() && field == Field.INSERT_ID) {
            event.remove(field);
            return true;
        }
        return putText(field) || misfit(field);
    }

    private boolean whole(Field field, int first) {
        if (!isNumber(first)) {
            return misfit(field) && json.value();
        }
        if (!json.number()) {
            return false;
        }
        long whole = Numbers.plain(text, json.from(), json.to());
        if (whole == Numbers.NOT_PLAIN) {
            OptionalLong exact = Numbers.whole(text, json.from(), json.to());
            if (exact.isEmpty()) {
                return misfit(field);
            }
            whole = exact.getAsLong();
        }
        if (whole < field.least()) {
            return misfit(field);
        }
        if (field.kind() == Field.Kind.MILLIS) {
            long near = Math.max(-Event.FARTHEST_MILLIS, Math.min(Event.FARTHEST_MILLIS, whole));
            if (near != whole) {
                outOfRange |= bit(field);
                whole = near;
            }
        }
        event.put(field, whole);
        return true;
    }

    private boolean number(Field field, int first) {
        if (!isNumber(first)) {
            return misfit(field) && json.value();
        }
        if (!json.number()) {
            return false;
        }
        double number = Numbers.decimal(text, json.from(), json.to());
        if (Double.isInfinite(number)) {
            return misfit(field);
        }
        event.put(field, number);
        return true;
    }

    private boolean object(Field field, int first) {
        int begin = json.at();
        if (!json.value()) {
            return false;
        }
        return first == '{' ? put(field, text, begin, json.at()) : misfit(field);
    }

    private boolean groups(Field field, int first) {
        int begin = json.at();
        if (!json.value()) {
            return false;
        }
        boolean fit = first == '{' && Groups.fit(text, begin, json.at());
        return fit ? put(field, text, begin, json.at()) : misfit(field);
    }

    private boolean place(Field field, int first) {
        int begin = json.at();
        if (!json.value()) {
            return false;
        }
        LogPosition place = first == '{' ? Places.read(text, begin, json.at()) : null;
        if (place == null) {
            return misfit(field);
        }
        event.put(field, place);
        return true;
    }

    /** Sets the field to the string passed last; false where it is no whole text. */
    private boolean putText(Field field) {
        if (!json.escaped()) {
            return put(field, text, json.from(), json.to());
        }
        byte[] unescaped = Escapes.unescape(text, json.from(), json.to());
        return unescaped != null && put(field, unescaped, 0, unescaped.length);
    }

    /** Always true, to end a sentence. */
    private boolean put(Field field, byte[] bytes, int from, int to) {
        event.put(field, bytes, from, to - from);
        return true;
    }

    /** Always true: the text is still JSON. */
    private boolean misfit(Field field) {
        event.remove(field);
        typeMismatches |= bit(field);
        return true;
    }

    private static long bit(Field field) {
        return 1L << field.ordinal();
    }

    private static boolean isNumber(int first) {
        return first == '-' || (first >= '0' && first <= '9');
    }
}
