package io.tidemark.rules.model;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of one record.
 *
 * @param outcome accepted, duplicate, throttled or rejected
 * @param reason why a record is rejected, else null
 * @param repeats the index in the log of the record that a duplicate repeats, else null
 * @param person who is behind an accepted event after all merges ({@code user:…} or {@code device:…}), else null
 * @param seq the device's number of identity changes at an accepted event, else 0
 */
public record Verdict(
        String outcome,
        @Nullable String reason,
        @Nullable Integer repeats,
        @Nullable String person,
        int seq) {}
