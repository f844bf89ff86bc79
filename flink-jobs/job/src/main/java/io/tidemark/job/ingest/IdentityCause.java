package io.tidemark.job.ingest;

import io.tidemark.rules.event.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of the identity tables take from the event that caused them.
 *
 * @param project its project
 * @param deviceId its device, or null
 * @param eventTime when it happened, ms since the epoch
 * @param serverTime when it was received, ms since the epoch
 * @param place its place in the log
 */
public record IdentityCause(
        String project, @Nullable String deviceId, long eventTime, long serverTime, LogPosition place) {}
