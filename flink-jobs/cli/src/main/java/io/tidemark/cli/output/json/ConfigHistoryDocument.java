package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of the service configuration, the oldest first. */
public record ConfigHistoryDocument(
        @JsonProperty("newest") long newest,
        @JsonProperty("in_force") long inForce,
        @JsonProperty("versions") List<Version> versions,
        @JsonProperty("jobs") @Nullable List<JobVersionsDocument> jobs) {
    record Version(
            @JsonProperty("version") long version,
            @JsonProperty("effective_from") Instant effectiveFrom,
            @JsonProperty("author") String author,
            @JsonProperty("reason") String reason,
            @JsonProperty("made_at") Instant madeAt,
            @JsonProperty("changes") List<ConfigDiffDocument.Change> changes) {
        private static Version of(ConfigHistory history, ConfigVersion version) {
            return new Version(
                    version.number(),
                    Instant.ofEpochMilli(version.effectiveFrom()),
                    version.author(),
                    version.reason(),
                    Instant.ofEpochMilli(version.madeAt()),
                    ConfigDiffDocument.changes(history.difference(version.number() - 1, version.number())));
        }
    }

    /**
     * The document of a history, at a time.
     *
     * @param jobs what the lake's jobs know; null if no cluster was queried
     */
    public static ConfigHistoryDocument of(ConfigHistory history, Instant now, @Nullable List<JobVersions> jobs) {
        return new ConfigHistoryDocument(
                history.newest(),
                history.inForce(now.toEpochMilli()),
                history.versions().stream()
                        .map(version -> Version.of(history, version))
                        .toList(),
                JobVersionsDocument.of(jobs));
    }
}
