package io.tidemark.collector.envelope;

/**
 * What a request is answered ({@code events.md}, "HTTP answers"). Those that do not depend on the events are made here.
 *
 * @param status the HTTP status
 * @param body a JSON object with {@code code} equal to the status, in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, byte[] body) {
    /** The start of the error that makes every SDK drop what it sent, and not send it again. */
    private static final String INVALID_API_KEY = "Invalid API key: ";

    static final String MISSING_FIELD = "Request missing required field";

    static final String TOO_MANY = "Too many requests for some devices and users";

    /** 200: every event is stored. */
    public static Answer stored(int events, int payloadBytes, long receivedAt) {
        return new AnswerJson(200)
                .number("events_ingested", events)
                .number("payload_size_bytes", payloadBytes)
                .number("server_upload_time", receivedAt)
                .answer();
    }

    /** 400: no such path. */
    public static Answer invalidPath() {
        return error(400, "Invalid request path");
    }

    /** 400: the body is empty. */
    public static Answer missingBody() {
        return error(400, "Missing request body");
    }

    /** 400: the body is no envelope. */
    public static Answer invalidJson() {
        return error(400, "Invalid JSON request body");
    }

    /** 400: what should be the events is neither an object nor a list, or is not JSON within a form. */
    public static Answer invalidEvents() {
        return error(400, "Invalid event JSON");
    }

    /** 400: the envelope lacks a member. */
    public static Answer missing(String member) {
        return new AnswerJson(400)
                .string("error", MISSING_FIELD)
                .string("missing_field", member)
                .answer();
    }

    /** 400: the key is unknown, no longer valid, or not for this page. The SDKs match the text exactly. */
    public static Answer invalidApiKey(String key) {
        return error(400, INVALID_API_KEY + key);
    }

    /** 413: more bytes or more events than a request may have. */
    public static Answer tooLarge() {
        return error(413, "Payload too large");
    }

    /** 429: an address that is not to send for now; nothing of what was sent is at fault. */
    public static Answer tooMany() {
        return error(429, TOO_MANY);
    }

    /** 503: not stored; to be sent again. */
    public static Answer unavailable() {
        return error(503, "The events were not stored; send them again later");
    }

    private static Answer error(int status, String error) {
        return new AnswerJson(status).string("error", error).answer();
    }
}
