package io.tidemark.collector.envelope;

/**
 * What a request is answered.
 *
 * @param status the HTTP status
 * @param body a JSON object with {@code code} equal to the status, in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, byte[] body) {}
