package io.tidemark.collector.envelope;

import org.jspecify.annotations.Nullable;

/** What is sent to a path. */
public enum PathKind {
    /** Events: {@code /2/httpapi}, {@code /batch}, and {@code /} for clients that are given nothing but a host. */
    EVENTS(2_000, Integer.MAX_VALUE, "events"),
    /** Properties of users: {@code /identify}; each becomes an event {@code $identify}. */
    IDENTIFY(1_024, 1 << 20, "identification"),
    /** Properties of groups: {@code /groupidentify}; each becomes an event {@code $groupidentify}. */
    GROUP_IDENTIFY(1_024, 1 << 20, "identification");

    private final int mostEvents;
    private final int mostBytes;
    private final String member;

    PathKind(int mostEvents, int mostBytes, String member) {
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
        this.member = member;
    }

    /** What a path, without its query, takes; null where there is no such path. A slash at its end is ignored. */
    public static @Nullable PathKind of(String path) {
        String bare = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (bare) {
            case "/", "", "/2/httpapi", "/batch" -> EVENTS;
            case "/identify" -> IDENTIFY;
            case "/groupidentify" -> GROUP_IDENTIFY;
            default -> null;
        };
    }

    /** How many events a request may have. */
    int mostEvents() {
        return mostEvents;
    }

    /** How many bytes a request may have, where the limit of the server for all paths is not less. */
    int mostBytes() {
        return mostBytes;
    }

    /** The member of the envelope, or the field of the form, that has the events. */
    String member() {
        return member;
    }
}
