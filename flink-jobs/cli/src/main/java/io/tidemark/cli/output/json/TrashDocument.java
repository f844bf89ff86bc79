package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.care.Trashed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables in the trash; of a plan to remove them, with its hash. */
public record TrashDocument(
        @JsonProperty("hash") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String hash,

        @JsonProperty("tables") List<Trashed> tables) {}
