package io.tidemark.rules.service;

import java.util.Locale;

/** What becomes of an event that does not fit its schema plan. */
public enum SchemaMode {
    /** Nothing: the plan is not looked at. */
    OFF,
    /** It is accepted, and counted. */
    WARN,
    /** It is parked. */
    PARK;

    /** As it is written in a plan. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
