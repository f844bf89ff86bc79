package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.JsonBytes;
import java.util.Arrays;

/**
 * The events of one request as slices of its text, with the {@link MemberNotes} of each that is an object and has no more
 * notes than an event has; any other is walked over again when its record is written, so that no text makes the notes
 * large.
 */
final class EventSlices {
    /** More than twice the members that are noted, so that only an event with many of one name has more. */
    private static final int MOST_NOTES = 32;

    private static final int WIDTH = 4;
    private static final int NOT_NOTED = -1;

    private final byte[] text;
    private final int most;
    private final MemberNotes notes = new MemberNotes();
    private int[] slots = new int[16 * WIDTH];
    private int count;

    /** No events yet, and at most so many later. */
    EventSlices(byte[] text, int most) {
        this.text = text;
        this.most = most;
    }

    /** The text that the slices are of. */
    byte[] text() {
        return text;
    }

    /** How many events there are; of more than the limit only the number is kept. */
    int count() {
        return count;
    }

    /** Whether there are more than there may be. */
    boolean isTooMany() {
        return count > most;
    }

    /** Where the event begins. */
    int from(int event) {
        return slots[event * WIDTH];
    }

    /** Where the event ends. */
    int to(int event) {
        return slots[event * WIDTH + 1];
    }

    /** How many bytes the event has. */
    int size(int event) {
        return to(event) - from(event);
    }

    boolean isObject(int event) {
        return text[from(event)] == '{';
    }

    /** Whether there are notes of the event, an object; else there would be too many. */
    boolean isNoted(int event) {
        return firstNote(event) != NOT_NOTED;
    }

    /** The notes of all events. */
    MemberNotes notes() {
        return notes;
    }

    /** The event's first note. */
    int firstNote(int event) {
        return slots[event * WIDTH + 2];
    }

    /** The end of the event's notes. */
    int endOfNotes(int event) {
        return slots[event * WIDTH + 3];
    }

    /**
     * Passes the value at the cursor: a list of events, or one event. Earlier events are forgotten.
     *
     * @return whether it is JSON; a value of another kind holds no events
     */
    boolean pass(JsonBytes json) {
        count = 0;
        notes.clear();
        int first = json.next();
        if (first == '{') {
            return event(json);
        }
        return first == '[' ? list(json) : json.value();
    }

    private boolean list(JsonBytes json) {
        json.advance();
        if (json.next() == ']') {
            json.advance();
            return true;
        }
        while (true) {
            if (!event(json)) {
                return false;
            }
            int sign = json.next();
            if (sign != ',' && sign != ']') {
                return json.fail("a comma or a closing bracket is missing");
            }
            json.advance();
            if (sign == ']') {
                return true;
            }
        }
    }

    private boolean event(JsonBytes json) {
        int first = json.next();
        int begin = json.at();
        int firstNote = notes.count();
        boolean kept = count < most;
        boolean object = first == '{';
        boolean passed = (object && kept) ? notes.pass(json, text, MOST_NOTES) : json.value();
        if (passed && kept) {
            boolean noted = !object || notes.isComplete();
            if (!noted) {
                notes.cutTo(firstNote);
            }
            keep(begin, json.at(), noted ? firstNote : NOT_NOTED);
        }
        count++;
        return passed;
    }

    private void keep(int from, int to, int firstNote) {
        int at = count * WIDTH;
        if (at == slots.length) {
            slots = Arrays.copyOf(slots, slots.length * 2);
        }
        slots[at] = from;
        slots[at + 1] = to;
        slots[at + 2] = firstNote;
        slots[at + 3] = notes.count();
    }
}
