/**
 * Flink's side of the decision: a shell that reads the device's record, asks {@code intake}, writes the record and emits
 * rows. No rule of the domain lives here. Kafka's bytes are decoded here, behind the shuffle, straight into the rows
 * that the sinks write.
 */
@NullMarked
package io.tidemark.job.operator;

import org.jspecify.annotations.NullMarked;
