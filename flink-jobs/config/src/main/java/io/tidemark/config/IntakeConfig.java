package io.tidemark.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is let in ({@code intake} in the file).
 *
 * @param deduplicateFor how long an accepted {@code insert_id} is remembered, from its first sighting
 * @param maxRecordSize the largest record that is decoded; a larger one is rejected
 * @param throttle how much one device may send
 */
public record IntakeConfig(Duration deduplicateFor, Size maxRecordSize, ThrottleConfig throttle)
        implements Serializable {

    /** Seven days, 1 MiB, the default limits. */
    public static IntakeConfig defaults() {
        return new IntakeConfig(Duration.ofDays(7), Size.ofMebibytes(1), ThrottleConfig.defaults());
    }

    /** The same with other limits. */
    public IntakeConfig withThrottle(ThrottleConfig other) {
        return new IntakeConfig(deduplicateFor, maxRecordSize, other);
    }
}
