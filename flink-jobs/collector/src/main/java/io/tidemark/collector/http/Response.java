package io.tidemark.collector.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param status the status
 * @param body the body; empty for 204
 * @param contentType its type
 * @param headers further headers; {@code Access-Control-Allow-Origin} is {@code *} unless it is among them
 */
public record Response(int status, byte[] body, String contentType, Map<String, String> headers) {
    /** The type of JSON. */
    public static final String JSON = "application/json";

    public Response {
        headers = Map.copyOf(headers);
        if (!isText(contentType)) {
            throw new IllegalArgumentException("Not fit for a header: the content type");
        }
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]+") || !isText(value)) {
                throw new IllegalArgumentException("Not fit for a header: the value of " + name.strip());
            }
        });
    }

    private static boolean isText(String value) {
        return value.chars().allMatch(each -> (each >= ' ' && each < 0x7F) || each == '\t');
    }

    /** JSON with this status. */
    public static Response json(int status, byte[] body) {
        return new Response(status, body, JSON, Map.of());
    }

    /** {@code {"code":status,"error":"…"}}. */
    public static Response error(int status, String error) {
        String json = "{\"code\":" + status + ",\"error\":" + Json.quoted(error) + "}";
        return json(status, json.getBytes(StandardCharsets.UTF_8));
    }

    /** 405 for a path that has these methods only. */
    public static Response methodNotAllowed(List<String> allowed) {
        return error(405, "Method not allowed").withHeader("Allow", String.join(", ", allowed));
    }

    /** The same with one more header, or another value of it. */
    public Response withHeader(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Response(status, body, contentType, more);
    }
}
