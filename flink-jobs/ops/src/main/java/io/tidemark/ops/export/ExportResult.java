package io.tidemark.ops.export;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an export did.
 *
 * @param rows how many rows are in the archive
 * @param hours of how many hours
 * @param files in how many files
 * @param merges how many merges are in it
 * @param bytes how large it is
 */
public record ExportResult(
        @JsonProperty("rows") long rows,
        @JsonProperty("hours") long hours,
        @JsonProperty("files") long files,
        @JsonProperty("merges") long merges,
        @JsonProperty("bytes") long bytes) {}
