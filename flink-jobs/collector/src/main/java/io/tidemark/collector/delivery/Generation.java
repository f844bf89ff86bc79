package io.tidemark.collector.delivery;

import io.tidemark.collector.record.CollectedEvent;
import java.util.function.Consumer;

/**
 * A connection to the log, from its opening to its first failure.
 *
 * <p>As long as no result is a failure, events with the same key get into the log in the order in which they were sent.
 */
public interface Generation {
    /**
     * Sends an event. It may block for a short time (0.5 s), so that no event loop may call it; it throws nothing.
     *
     * @param done is called once, on any thread, perhaps before this returns
     */
    void send(CollectedEvent event, Consumer<SendResult> done);

    /**
     * Gives up all that is not acknowledged; each of these is a failure then. What is on its way may get into the log
     * later. Called in {@code done}, it makes sure that nothing is sent behind the event that {@code done} is for. It
     * does not block, and may be called more than once.
     */
    void close();
}
