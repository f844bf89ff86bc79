package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.ops.export.ExportResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an export did; what there is not is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportDocument(
        @JsonProperty("file") String file,
        @JsonProperty("from") Instant from,
        @JsonProperty("to") Instant to,
        @JsonProperty("snapshot") @Nullable Long snapshot,
        @JsonProperty("finished_before") int finishedBefore,
        @JsonUnwrapped ExportResult result,
        @JsonProperty("note") @Nullable String note) {}
