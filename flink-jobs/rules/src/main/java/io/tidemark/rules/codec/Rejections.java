package io.tidemark.rules.codec;

import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;

/** The sentences in which records are refused. They say where and why, and never repeat what was sent. */
final class Rejections {
    private static final String NUMBER = "a number";

    private Rejections() {}

    static Rejection tooLarge(int size, int limit) {
        return record(Reason.TOO_LARGE, "The record has " + size + " bytes; the limit is " + limit + " bytes.");
    }

    static Rejection tombstone() {
        return record(Reason.INVALID_JSON, "The record has no value (a tombstone), so it holds no event.");
    }

    static Rejection invalidJson(JsonBytes json) {
        return record(
                Reason.INVALID_JSON,
                "The record is not JSON: at byte " + json.faultAt() + " (the first is 0) " + json.fault() + ".");
    }

    static Rejection notAnObject(int first) {
        return record(Reason.NOT_AN_OBJECT, "An event must be a JSON object; this record is " + kind(first) + ".");
    }

    static Rejection missingEventType() {
        return new Rejection(
                Reason.MISSING_EVENT_TYPE,
                Field.EVENT_TYPE.jsonName(),
                "The event has no event_type: it is absent, null or empty.");
    }

    static Rejection missingIdentity() {
        return record(
                Reason.MISSING_IDENTITY,
                "The event has neither a user_id nor a device_id: both are absent, null or empty.");
    }

    /** A field whose value is of the wrong kind: its first byte is {@code first}, at index {@code at}. */
    static Rejection misfit(Field field, int first, int at) {
        String name = field.jsonName();
        String found = " at byte " + at + " (the first is 0)";
        String sentence =
                switch (field.kind()) {
                    case ID, TEXT ->
                        first == '"'
                                ? " must be whole text; the string" + found + " holds half of a surrogate pair."
                                : " must be a string;" + found + " it is " + kind(first) + ".";
                    case MILLIS -> " must be a whole number of milliseconds in 64 bits;" + found + itIs(first);
                    case INTEGER -> " must be a whole number in 64 bits" + least(field) + found + itIs(first);
                    case NUMBER -> " must be a number that fits a double;" + found + itIs(first);
                    case OBJECT -> " must be a JSON object;" + found + " it is " + kind(first) + ".";
                    case GROUPS ->
                        " must be a JSON object of strings, lists of strings and nulls;"
                                + found
                                + (first == '{'
                                        ? " one of its values is something else."
                                        : " it is " + kind(first) + ".");
                    case PLACE ->
                        " must be a JSON object of the whole numbers epoch, partition and offset, none negative;"
                                + found
                                + (first == '{' ? " it is another object." : " it is " + kind(first) + ".");
                };
        return new Rejection(Reason.INVALID_FIELD, name, name + sentence);
    }

    private static String least(Field field) {
        if (field.least() == Long.MIN_VALUE) {
            return ";";
        }
        return field.least() == 0 ? " and not negative;" : " and not less than " + field.least() + ";";
    }

    private static String itIs(int first) {
        String kind = kind(first);
        return kind.equals(NUMBER) ? " it is a number that is not." : " it is " + kind + ".";
    }

    private static String kind(int first) {
        return switch (first) {
            case '"' -> "a string";
            case '{' -> "an object";
            case '[' -> "a list";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            default -> NUMBER;
        };
    }

    private static Rejection record(Reason reason, String sentence) {
        return new Rejection(reason, null, sentence);
    }
}
