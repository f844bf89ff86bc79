package io.tidemark.collector.delivery;

import java.io.IOException;

/** The log that events go to. */
@FunctionalInterface
public interface EventLog {
    /**
     * Opens a generation; the one before is closed by then. It may block for seconds.
     *
     * @throws IOException if the log does not answer; the message says what to do
     */
    Generation open() throws IOException;
}
