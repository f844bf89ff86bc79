/**
 * Flink's side of the decision: a shell that reads the device's record, runs {@code intake}, writes the record and emits
 * rows. No rule of the domain is here. Kafka's bytes are decoded here, behind the shuffle, straight into the rows that
 * the sinks write.
 */
@NullMarked
package io.tidemark.job.ingest;

import org.jspecify.annotations.NullMarked;
