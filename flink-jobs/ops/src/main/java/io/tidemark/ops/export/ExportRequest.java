package io.tidemark.ops.export;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be in an archive.
 *
 * @param from the first {@code server_upload_time}
 * @param to the first {@code server_upload_time} behind it
 * @param project the only project; null for all
 * @param cohort the only people; null for everybody
 * @param mark at which mark; null for the lake as it is
 */
public record ExportRequest(
        Instant from,
        Instant to,
        @Nullable String project,
        @Nullable Cohort cohort,
        @Nullable String mark) {
    /** Refuses an empty time. */
    public ExportRequest {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("an export ends behind its beginning");
        }
    }

    /** What makes this export another than others, one sentence a line; the same for the same request. */
    String text() {
        return "from " + from + "\nto " + to
                + "\nproject " + (project == null ? "any" : "'" + project.replaceAll("\\R", " ") + "'")
                + "\ncohort " + (cohort == null ? "everybody" : cohort.digest());
    }
}
