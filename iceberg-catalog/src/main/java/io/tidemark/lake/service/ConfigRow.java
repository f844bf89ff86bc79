package io.tidemark.lake.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code service_config}: what one version of the configuration does to one key. The rows of a version have the same
 * times, author and reason, and were written in one commit.
 *
 * @param version the number of the version, 1 for the first
 * @param key what is configured
 * @param value its value as JSON; null where it is removed
 * @param effectiveFrom from when on it counts for records that name no version
 * @param author who says so
 * @param reason why
 * @param madeAt when it was said, by the author's clock
 */
public record ConfigRow(
        long version,
        String key,
        @Nullable String value,
        Instant effectiveFrom,
        String author,
        String reason,
        Instant madeAt) {}
