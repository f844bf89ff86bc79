package io.tidemark.rules.service;

/** How a value is read. */
enum Strictness {
    /** A person sets it: what is unknown, twice or out of bounds is a problem. */
    SET(true, true),
    /** It is in a version that is about to be written, perhaps taken from an older version: what is unknown is kept. */
    WRITTEN(true, false),
    /** It is stored, and was checked when it was set: what is unknown is kept, and no bound is checked. */
    STORED(false, false);

    private final boolean bounds;
    private final boolean known;

    Strictness(boolean bounds, boolean known) {
        this.bounds = bounds;
        this.known = known;
    }

    /** Whether lengths, ranges and the form of texts are checked. */
    boolean checksBounds() {
        return bounds;
    }

    /** Whether a member that is unknown, or there twice, is a problem. */
    boolean refusesUnknown() {
        return known;
    }
}
