package io.tidemark.collector.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * The request line and the headers that count.
 *
 * @param method the method, as sent
 * @param path the path without the query, as sent: not decoded; {@code *} for {@code OPTIONS *}
 * @param query what follows the question mark; empty without one
 * @param http11 whether it is HTTP/1.1; else 1.0
 * @param keepAlive whether the connection is to be kept after the answer
 * @param expectsContinue whether the client waits for {@code 100 Continue} before it sends the body
 * @param length the bytes of the body; 0 without one, {@link #CHUNKED} where only its end says
 * @param headers the other headers that count
 * @param size how many bytes it had
 */
public record RequestHead(
        String method,
        String path,
        String query,
        boolean http11,
        boolean keepAlive,
        boolean expectsContinue,
        long length,
        Headers headers,
        int size)
        implements HeadRead {
    /** The length of a body that is sent in chunks. */
    public static final long CHUNKED = -1;

    /**
     * The headers that count; null where one is not there.
     *
     * @param encoding {@code Content-Encoding}
     * @param origin {@code Origin}
     * @param userAgent {@code User-Agent}
     * @param contentType {@code Content-Type}
     * @param accept {@code Accept}
     * @param forwardedFor {@code X-Forwarded-For}, several of them as one with commas
     */
    public record Headers(
            @Nullable String encoding,
            @Nullable String origin,
            @Nullable String userAgent,
            @Nullable String contentType,
            @Nullable String accept,
            @Nullable String forwardedFor) {}

    /** Whether a body follows. */
    public boolean hasBody() {
        return length != 0;
    }
}
