package io.tidemark.lake.log;

/**
 * Offsets that are in no outcome table, and of which the log has said that they are no records: transaction markers,
 * or records of transactions that were aborted.
 *
 * @param ingestEpoch the topic's generation
 * @param partition the Kafka partition
 * @param offsets which
 */
public record Gap(int ingestEpoch, int partition, OffsetRange offsets) {}
