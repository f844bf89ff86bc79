package io.tidemark.collector.spool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A spool cannot be opened; the message says why, and what to do about it. */
public final class SpoolUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    SpoolUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
