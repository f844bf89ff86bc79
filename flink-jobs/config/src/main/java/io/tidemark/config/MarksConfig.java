package io.tidemark.config;

import java.time.Duration;

/**
 * How the lake's past is kept ({@code marks} in the file).
 *
 * @param every how often a mark is made by itself; 0 makes none
 * @param keepHourly how long each of those is kept
 * @param keepDaily how long the first of each day is kept
 * @param floor how long every snapshot is kept, mark or not
 * @param trashFor how long what a dropped table or a removed snapshot has left is kept before its files are deleted
 */
public record MarksConfig(Duration every, Duration keepHourly, Duration keepDaily, Duration floor, Duration trashFor) {

    /** Every hour, kept for 7 days, one a day for 35; snapshots for 48 hours, and what was removed for 7 days. */
    public static MarksConfig defaults() {
        return new MarksConfig(
                Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(35), Duration.ofHours(48), Duration.ofDays(7));
    }
}
