package io.tidemark.ops.input;

import java.io.IOException;

/** A record is longer than any may be. */
public final class RecordTooLong extends IOException {
    private static final long serialVersionUID = 1;

    RecordTooLong(String what, int longest) {
        super(what + " is longer than " + (longest >> 20) + " MiB");
    }
}
