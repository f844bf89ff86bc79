package io.tidemark.lake.audit;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * By which versions of the service configuration the rows of a lake were decided, in short.
 *
 * @param newest the newest version that there is
 * @param earlier how many events were decided by an earlier version than the one in force when they were received, as those
 *     of a collector are that is behind; without those that are findings
 * @param looked how many of these were looked at in the log, and name the version
 */
public record VersionCounts(
        @JsonProperty("newest_version") long newest,
        @JsonProperty("decided_by_earlier_version") long earlier,
        @JsonProperty("looked_at_in_log") long looked) {}
