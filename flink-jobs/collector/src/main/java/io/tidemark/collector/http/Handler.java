package io.tidemark.collector.http;

/** What answers requests. */
@FunctionalInterface
public interface Handler {
    /**
     * Takes a request. Called on an event loop: it must not wait. What it throws is answered 500.
     *
     * @param responder what the answer is given to, now or later, by any thread
     */
    void handle(Received request, Responder responder);
}
