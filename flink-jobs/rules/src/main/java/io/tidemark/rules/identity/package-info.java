/**
 * Who is behind an event: the rules of {@code identity.md} as functions of values. The stream and every rebuild fold a
 * device's events with the code of this package; it knows no Flink, no Iceberg, no Kafka, no clock and no I/O.
 */
@NullMarked
package io.tidemark.rules.identity;

import org.jspecify.annotations.NullMarked;
