package io.tidemark.collector.http;

import org.jspecify.annotations.Nullable;

/**
 * A request, whole.
 *
 * @param method {@code GET} (also for {@code HEAD}, whose answer goes without its body) or {@code POST}
 * @param path the path as sent, without the query
 * @param query what follows the question mark; empty without one
 * @param headers the headers that count
 * @param sender the address of the sender, in its canonical form
 * @param tls whether it came over TLS
 * @param body the body, inflated; not to be changed
 * @param bodyBytes how many bytes the body had on the wire
 * @param receivedAt when its last byte came, in ms since the epoch
 */
public record Received(
        String method,
        String path,
        String query,
        Headers headers,
        String sender,
        boolean tls,
        byte[] body,
        long bodyBytes,
        long receivedAt) {
    /**
     * The headers that count; null where one is not there.
     *
     * @param origin {@code Origin}
     * @param userAgent {@code User-Agent}
     * @param contentType {@code Content-Type}
     * @param accept {@code Accept}
     */
    public record Headers(
            @Nullable String origin,
            @Nullable String userAgent,
            @Nullable String contentType,
            @Nullable String accept) {}
}
