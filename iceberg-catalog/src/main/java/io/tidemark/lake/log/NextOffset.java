package io.tidemark.lake.log;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a partition of the log goes on: everything before this offset is in the outcome tables, and nothing from it
 * on does.
 *
 * @param ingestEpoch the topic's generation
 * @param partition the Kafka partition
 * @param offset the first offset that is not in the tables
 */
public record NextOffset(
        @JsonProperty("ingestEpoch") int ingestEpoch,
        @JsonProperty("partition") int partition,
        @JsonProperty("offset") long offset) {}
