package io.tidemark.collector.metrics;

/**
 * All metrics as text.
 *
 * @param contentType the format that it is in
 * @param body the text
 */
public record Exposition(String contentType, byte[] body) {}
