package io.tidemark.collector.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes answers as bytes. */
final class ResponseWriter {
    /** What the client is told about the connection. */
    enum Persistence {
        /** HTTP/1.1: nothing, it goes on. */
        KEEP(""),
        /** HTTP/1.0: it goes on as the client wants. */
        KEEP_SAID("Connection: keep-alive\r\n"),
        /** It ends with this answer. */
        CLOSE("Connection: close\r\n");

        private final String header;

        Persistence(String header) {
            this.header = header;
        }
    }

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final int NO_CONTENT = 204;
    private static final int HEAD_SIZE = 256;

    private record Date(long second, String text) {}

    private final InstantSource clock;
    private volatile Date date = new Date(Long.MIN_VALUE, "");

    ResponseWriter(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The whole answer.
     *
     * @param withoutBody whether the request was {@code HEAD}: its length is said, its body is not sent
     */
    ByteBuf write(ByteBufAllocator allocator, Response response, boolean withoutBody, Persistence persistence) {
        var head = new StringBuilder(HEAD_SIZE)
                .append("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(HttpResponseStatus.valueOf(response.status()).reasonPhrase())
                .append("\r\nDate: ")
                .append(date())
                .append("\r\n")
                .append(persistence.header);
        if (response.status() != NO_CONTENT) {
            head.append("Content-Type: ").append(response.contentType());
            head.append("\r\nContent-Length: ").append(response.body().length).append("\r\n");
        }
        if (!response.headers().containsKey(ALLOW_ORIGIN)) {
            head.append(ALLOW_ORIGIN).append(": *\r\n");
        }
        for (Map.Entry<String, String> each : response.headers().entrySet()) {
            head.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
        }
        boolean body = !withoutBody && response.status() != NO_CONTENT;
        ByteBuf out = allocator.buffer(head.length() + 2 + (body ? response.body().length : 0));
        out.writeCharSequence(head.append("\r\n"), StandardCharsets.US_ASCII);
        return body ? out.writeBytes(response.body()) : out;
    }

    private String date() {
        Instant now = clock.instant();
        Date known = date;
        if (known.second() != now.getEpochSecond()) {
            known = new Date(now.getEpochSecond(), DATE.format(now.atOffset(ZoneOffset.UTC)));
            date = known;
        }
        return known.text();
    }
}
