package io.tidemark.lake.care;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What care has done.
 *
 * @param snapshots how many snapshots went
 * @param quarantined how many files are on new quarantine lists
 * @param deleted how many files were deleted, for their time had come
 * @param spared how many files were on a list whose time had come, and are needed after all
 * @param compacted what became of the files that were packed or sorted
 */
public record CareReport(
        @JsonProperty("snapshots") int snapshots,
        @JsonProperty("quarantined") int quarantined,
        @JsonProperty("deleted") int deleted,
        @JsonProperty("spared") int spared,
        @JsonUnwrapped Compacted compacted) {
    /**
     * What became of the files that were packed or sorted.
     *
     * @param filesIn how many were replaced; they go when the snapshots do that know them
     * @param filesOut how many took their place
     * @param skipped how many planned files were not made, for those that they were to replace were gone
     */
    public record Compacted(
            @JsonProperty("files_compacted") int filesIn,
            @JsonProperty("files_made") int filesOut,
            @JsonProperty("compactions_skipped") int skipped) {
        static final Compacted NOTHING = new Compacted(0, 0, 0);

        Compacted plus(Compacted other) {
            return new Compacted(filesIn + other.filesIn, filesOut + other.filesOut, skipped + other.skipped);
        }
    }
}
