package io.tidemark.collector.http.wire;

import java.util.Locale;

/**
 * Why a request is answered before its handler sees it. After each of them the connection is closed: where the next request
 * would begin is not known, or not wanted.
 */
public enum Refusal implements HeadRead {
    /** Not HTTP, or HTTP that two parsers may read in two ways. */
    MALFORMED(400, "Malformed HTTP request"),
    /** A gzip stream that is cut short or damaged. */
    BROKEN_GZIP(400, "Invalid JSON request body"),
    /** A {@code Content-Encoding} that is not gzip: every SDK knows 400, none knows 415. */
    ENCODING(400, "Invalid JSON request body"),
    /** The client did not send all of its request in time. */
    TIMEOUT(408, "Request timeout"),
    /** More than the limit, as sent or after inflation. */
    TOO_LARGE(413, "Payload too large"),
    /** The request line is too long. */
    LINE_TOO_LONG(414, "Request path too long"),
    /** An {@code Expect} other than {@code 100-continue}. */
    EXPECTATION(417, "Unknown expectation"),
    /** The headers are too long, or too many. */
    HEADERS_TOO_LARGE(431, "Request headers too large"),
    /** No memory for the request now. */
    OVERLOADED(503, "Too many requests at one time, send again"),
    /** As many connections as are allowed are open. */
    TOO_MANY_CONNECTIONS(503, "Too many connections, send again"),
    /** The handler gave no answer in time. */
    NO_ANSWER(503, "No answer in time, send again"),
    /** A version of HTTP other than 1.0 and 1.1. */
    VERSION(505, "HTTP version not supported");

    private final int status;
    private final String error;

    Refusal(int status, String error) {
        this.status = status;
        this.error = error;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** What the answer says. */
    public String error() {
        return error;
    }

    /** Its name in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
