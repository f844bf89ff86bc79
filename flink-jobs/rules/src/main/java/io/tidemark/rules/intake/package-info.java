/**
 * What becomes of a record: rejected, duplicate, throttled or accepted, and which person it belongs to. One pure
 * function decides, in the order of the log, from the device's story and the event alone; it knows no Flink, no
 * Iceberg, no Kafka, no JSON, no clock and no I/O ({@code events.md}, "Four outcomes, and nothing else").
 */
@NullMarked
package io.tidemark.rules.intake;

import org.jspecify.annotations.NullMarked;
