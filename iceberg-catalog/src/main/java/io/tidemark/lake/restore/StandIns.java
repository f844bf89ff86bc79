package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of the service configuration decide in place of others from a restore on: a version more, which the
 * restore writes while no job runs.
 *
 * @param author who says so
 * @param reason why
 * @param versions each version that is concerned, by number; at least one
 */
public record StandIns(
        @JsonProperty("author") String author,
        @JsonProperty("reason") String reason,
        @JsonProperty("versions") List<StandIn> versions) {
    /** Keeps a copy. */
    public StandIns {
        versions = List.copyOf(versions);
    }

    /**
     * The stand-in of one version.
     *
     * @param version the version
     * @param by the one that decides in its place from then on, 0 for that without any configuration; null: itself
     * @param before the one that did before; null: itself
     */
    public record StandIn(
            @JsonProperty("version") long version,
            @JsonProperty("by") @Nullable Long by,
            @JsonProperty("before") @Nullable Long before) {
        /** Back to what was before. */
        public StandIn reversed() {
            return new StandIn(version, before, by);
        }
    }

    /** What is decided by what, for the hash of a plan. */
    String says() {
        return versions.stream()
                .map(each -> each.version() + "=" + (each.by() == null ? "" : each.by()))
                .collect(Collectors.joining(" "));
    }
}
