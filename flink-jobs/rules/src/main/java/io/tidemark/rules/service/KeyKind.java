package io.tidemark.rules.service;

import java.util.Locale;

/** The kinds of keys that this release knows. */
public enum KeyKind {
    /** A project: {@code project/<id>}. */
    PROJECT,
    /** An API key by its hash: {@code api_key/<sha256>}. */
    API_KEY,
    /** The limits of every device of a project: {@code limits/<project>}. */
    LIMITS,
    /** What of an event type is parked: {@code filter/<project>/<event type>}. */
    FILTER,
    /** What properties an event type has: {@code schema/<project>/<event type>}. */
    SCHEMA,
    /** The limits of one device: {@code throttle/<project>/<device key>}. */
    THROTTLE,
    /** Which version decides in place of another: {@code stand_in/<version>}. */
    STAND_IN;

    /** The word that the key's text begins with. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
