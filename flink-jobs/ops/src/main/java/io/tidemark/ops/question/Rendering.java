package io.tidemark.ops.question;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What values are rendered for.
 *
 * @param dialect the engine's SQL
 * @param now the time that {@code now} means
 * @param zone the zone of times that name none
 * @param inactive the types of events that do not make a person active
 */
record Rendering(Dialect dialect, Instant now, ZoneId zone, List<String> inactive) {
    /** In UTC, where every type makes a person active. */
    Rendering(Dialect dialect, Instant now) {
        this(dialect, now, ZoneOffset.UTC, List.of());
    }
}
