/**
 * The topic with the versions of the service configuration, as job and collector follow it. Knows Kafka's client and neither
 * Flink nor Iceberg.
 */
@NullMarked
package io.tidemark.config.topic;

import org.jspecify.annotations.NullMarked;
