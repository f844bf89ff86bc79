package io.tidemark.job.event;

/**
 * Where a record stands in the log: the one name that a record has for ever.
 *
 * @param epoch the topic's generation: 1 for the first topic, one more for each topic made anew
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 */
public record Place(int epoch, int partition, long offset) {}
