package io.tidemark.ops.input;

import java.io.IOException;

/** The first bytes say that this is nothing to read events from. The message says what it looks like, and what to do. */
public final class NotEvents extends IOException {
    private static final long serialVersionUID = 1;

    NotEvents(String message) {
        super(message);
    }
}
