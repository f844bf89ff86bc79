/**
 * What arrives: the record as Kafka gave it, the event decoded from it, and why a record is refused. Values only; this
 * package knows no Flink, no Iceberg, no Kafka, no JSON and no clock.
 */
@NullMarked
package io.tidemark.rules.event;

import org.jspecify.annotations.NullMarked;
