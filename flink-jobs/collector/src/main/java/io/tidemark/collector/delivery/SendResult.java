package io.tidemark.collector.delivery;

/** What became of an event that was sent to the log. */
public sealed interface SendResult {
    /** It is in the log. */
    SendResult LOGGED = new Logged();

    /** It is in the log. */
    record Logged() implements SendResult {}

    /**
     * The log will never take it; other events are not affected.
     *
     * @param reason what the log said
     */
    record Refused(String reason) implements SendResult {}

    /**
     * It was not acknowledged, and may be in the log or not.
     *
     * @param reason what went wrong
     */
    record Failed(String reason) implements SendResult {}
}
