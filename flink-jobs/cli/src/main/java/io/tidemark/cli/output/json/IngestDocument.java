package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.ops.embedded.Progress;

/** What an ingest did. */
public record IngestDocument(
        @JsonProperty("records") long records,
        @JsonProperty("accepted") long accepted,
        @JsonProperty("duplicate") long duplicate,
        @JsonProperty("throttled") long throttled,
        @JsonProperty("rejected") long rejected,
        @JsonProperty("people") long people,
        @JsonProperty("seconds") double seconds) {
    /** The document of what came of its records, with its time to a tenth. */
    public static IngestDocument of(Progress done, long people, double seconds) {
        return new IngestDocument(
                done.records(),
                done.accepted(),
                done.duplicate(),
                done.throttled(),
                done.rejected(),
                people,
                Math.round(seconds * 10) / 10.0);
    }
}
