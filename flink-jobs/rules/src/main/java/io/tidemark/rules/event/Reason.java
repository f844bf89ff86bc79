package io.tidemark.rules.event;

import java.util.Locale;

/** Why a record is refused: the closed list of {@code dead_letters.reason} ({@code events.md}, "Four outcomes"). */
public enum Reason {
    INVALID_JSON,
    NOT_AN_OBJECT,
    MISSING_EVENT_TYPE,
    MISSING_IDENTITY,
    INVALID_FIELD,
    INVALID_USER_ID,
    INVALID_DEVICE_ID,
    ID_TOO_SHORT,
    ID_TOO_LONG,
    ID_NOT_A_STRING,
    TOO_LARGE,
    /** A filter of the service configuration parks it. */
    FILTERED,
    /** It does not fit the schema that the service configuration has for its type. */
    SCHEMA;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The reason as it is in the table, for example {@code invalid_json}. */
    public String text() {
        return text;
    }
}
